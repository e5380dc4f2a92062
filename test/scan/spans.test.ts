import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DetectedSpan, mergeSpans, type SpanField } from '../../src/scan/index.js';

const span = (start: number, end: number, label = 'A', field: SpanField = 'prompt'): DetectedSpan => ({
  field,
  start,
  end,
  detector: 'dlp',
  label,
});

const spans = fc.array(
  fc
    .tuple(
      fc.nat(40),
      fc.integer({ min: -2, max: 12 }),
      fc.constantFrom<SpanField>('prompt', 'response', 'toolInput'),
      fc.constantFrom('A', 'B'),
    )
    .map(([start, length, field, label]) => span(start, start + length, label, field)),
);

const unitsOf = (list: readonly DetectedSpan[]): string[] =>
  [
    ...new Set(
      list.flatMap(({ field, start, end }) =>
        Array.from({ length: Math.max(0, end - start) }, (_, offset) => `${field} ${start + offset}`),
      ),
    ),
  ].sort();

describe('mergeSpans', () => {
  it('covers the same units with disjoint, sorted, non-empty spans', () => {
    fc.assert(
      fc.property(spans, (input) => {
        const before = structuredClone(input);
        const merged = mergeSpans(input);
        expect(unitsOf(merged)).toEqual(unitsOf(input));
        expect(input).toEqual(before);
        merged.forEach((current, index) => {
          expect(current.end).toBeGreaterThan(current.start);
          const previous = merged[index - 1];
          if (previous?.field === current.field) expect(current.start).toBeGreaterThanOrEqual(previous.end);
          else if (previous !== undefined) expect(previous.field < current.field).toBe(true);
        });
        expect(mergeSpans(merged)).toEqual(merged);
      }),
    );
  });

  it('keeps the name of the longest part, the first of equals', () => {
    expect(mergeSpans([span(0, 4, 'SHORT'), span(2, 9, 'LONG'), span(8, 10, 'TAIL')])).toEqual([
      span(0, 10, 'LONG'),
    ]);
    expect(mergeSpans([span(0, 4, 'FIRST'), span(0, 4, 'SECOND')])).toEqual([span(0, 4, 'FIRST')]);
  });

  it('leaves touching spans and other fields apart', () => {
    const apart = [span(0, 4, 'A'), span(4, 6, 'B'), span(0, 9, 'A', 'response')];
    expect(mergeSpans(apart)).toEqual(apart);
  });
});
