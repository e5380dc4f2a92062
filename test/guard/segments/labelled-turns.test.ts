import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { labelTurns } from '../../../src/guard/segments/labelled-turns.js';
import { readingOf } from '../../../src/guard/segments/readings.js';
import { withoutLabels } from '../../../src/local/labelled-turns.js';
import type { DetectedSpan } from '../../../src/scan/index.js';

const role = fc.constantFrom('user', 'assistant', 'system', 'critic');
const words = fc.string({
  unit: fc.constantFrom('a', ' ', '\n', 'user: ', '\\"', '"', '7'),
  minLength: 1,
  maxLength: 12,
});
const span = (start: number, end: number): DetectedSpan => ({
  field: 'prompt',
  start,
  end,
  detector: 'dlp',
  label: 'X',
});
const joined = (turns: readonly (readonly [string, string])[]) => {
  let text = '';
  const starts = turns.map(([own, said], index) => {
    const start = index === 0 ? 0 : text.length + 2;
    text = index === 0 ? said : `${text}\n\n${said}`;
    return { start, role: own };
  });
  return { text, starts };
};

describe('labels of turns', () => {
  it('stand in front of what user and assistant say, and nowhere else', () => {
    const { text, starts } = joined([
      ['system', 'Be kind.'],
      ['user', 'Hi'],
      ['assistant', 'Hello'],
      ['critic', 'Hm'],
    ]);
    expect(labelTurns(readingOf(text), starts)).toMatchObject({
      text: 'Be kind.\n\nuser: Hi\n\nassistant: Hello\n\nHm',
      turns: [10, 20],
    });
  });

  it('leave every place of the text findable, and no place that is not in it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(role, words), { minLength: 1, maxLength: 6 }),
        fc.nat(),
        fc.nat(),
        (turns, one, other) => {
          const { text, starts } = joined(turns);
          const reading = readingOf(text);
          const labelled = labelTurns(reading, starts);
          // Every stretch of the text as it is scanned, without labels, is where it was.
          const from = one % (labelled.text.length + 1);
          const to = from + (other % (labelled.text.length + 1 - from));
          const whole = labelled.text.slice(from, to);
          if (whole === '') return;
          const places = labelled.place([span(from, to)], 'prompt');
          for (const place of places) {
            expect(place.start).toBeLessThan(place.end);
            expect(place.end).toBeLessThanOrEqual(text.length);
          }
          const isIn = (labelled.turns ?? []).some((at) => at < to && from < at + 'assistant: '.length);
          if (!isIn && to <= labelled.text.length - (reading.text.length - text.length))
            expect(places.some(({ start, end }) => text.slice(start, end) === whole)).toBe(true);
        },
      ),
    );
  });

  it('are taken out again by the engine, with the sections where they were', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(role, words), { minLength: 1, maxLength: 6 }), (turns) => {
        const { text, starts } = joined(turns);
        const reading = readingOf(text);
        const { text: whole, turns: labels = [], sections } = labelTurns(reading, starts);
        const task = {
          text: whole,
          sections,
          field: 'prompt',
          instructs: true,
          code: false,
          database: false,
        } as const;
        const bare = withoutLabels(task, labels)?.task ?? task;
        expect(bare.text).toBe(reading.text);
        expect(bare.sections).toEqual(reading.sections);
        const place = withoutLabels(task, labels)?.place;
        // What is found in a turn is found behind its label.
        for (const [index, { start }] of starts.entries()) {
          const said = turns[index]?.[1] ?? '';
          const [placed = span(0, 0)] = place?.([span(start, start + said.length)]) ?? [];
          if (place !== undefined) expect(whole.slice(placed.start, placed.end)).toBe(said);
        }
      }),
    );
  });
});
