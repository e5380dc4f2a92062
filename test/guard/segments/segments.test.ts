import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Redaction } from '../../../src/guard/policy/redacted-span.js';
import {
  joinSegments,
  type Segment,
  writeJson,
  writeRedactions,
} from '../../../src/guard/segments/segments.js';

/** Segments over a list of texts that can be rewritten. */
function over(texts: string[]): Segment[] {
  return texts.map((text, index) => ({
    text,
    write: (replacement) => {
      texts[index] = replacement;
      return true;
    },
  }));
}

const redaction = (start: number, end: number, placeholder = '#'): Redaction => ({
  label: 'X',
  start,
  end,
  placeholder,
});

/** Texts, and sorted disjoint findings in what they join to. */
const sceneArb = fc
  .array(fc.stringMatching(/^[a-z]{0,8}$/), { minLength: 1, maxLength: 5 })
  .chain((texts) => {
    const length = joinSegments(over([...texts])).length;
    return fc.record({
      texts: fc.constant(texts),
      cuts: fc.uniqueArray(fc.integer({ min: 0, max: length }), { maxLength: 8 }),
    });
  });

describe('writeRedactions', () => {
  test('takes out every found character and keeps all others in their segment', () => {
    fc.assert(
      fc.property(sceneArb, ({ texts, cuts }) => {
        const sorted = [...cuts].sort((a, b) => a - b);
        const redactions: Redaction[] = [];
        for (let at = 0; at + 1 < sorted.length; at += 2)
          redactions.push(redaction(sorted[at] ?? 0, sorted[at + 1] ?? 0));
        const found = (position: number): boolean =>
          redactions.some(({ start, end }) => start <= position && position < end);
        // Where a character of a segment is, and where only a separator.
        const places = joinSegments(over(texts.map((text) => 'x'.repeat(text.length))));
        let start = 0;
        const kept = texts.map((text) => {
          if (text === '') return '';
          const left = [...text].filter((_character, index) => !found(start + index)).join('');
          start += text.length + 2;
          return left;
        });
        const written = [...texts];
        const inPlace = redactions.map(({ start: from, end }) => places.slice(from, end).includes('x'));
        expect(writeRedactions(over(written), redactions)).toBe(!inPlace.includes(false));
        expect(written.map((text) => text.replaceAll('#', ''))).toEqual(kept);
        // A finding that is not in a separator alone leaves one placeholder, however many segments it runs over.
        expect(written.join('').split('#').length - 1).toBe(inPlace.filter(Boolean).length);
      }),
    );
  });

  test('a finding over several segments leaves its placeholder in the first', () => {
    const texts = ['keep 41', '', '11', '22 keep'];
    expect(joinSegments(over(texts))).toBe('keep 41\n\n11\n\n22 keep');
    expect(writeRedactions(over(texts), [redaction(5, 15, '[CARD]')])).toBe(true);
    expect(texts).toEqual(['keep [CARD]', '', '', ' keep']);
  });

  test('one that begins in a separator leaves it in the segment after', () => {
    const texts = ['one', 'two'];
    expect(writeRedactions(over(texts), [redaction(4, 6)])).toBe(true);
    expect(texts).toEqual(['one', '#wo']);
  });

  test('one that lies in a separator alone has no place, so that nothing may be used', () => {
    expect(writeRedactions(over(['one', 'two']), [redaction(3, 5)])).toBe(false);
    expect(writeRedactions(over(['one', 'two']), [redaction(0, 1), redaction(3, 4)])).toBe(false);
    expect(writeRedactions(over([]), [redaction(0, 1)])).toBe(false);
  });

  test('a finding in a place that cannot be rewritten fails, one beside it does not', () => {
    const fixed: Segment[] = [{ text: 'fixed' }, ...over(['free'])];
    expect(writeRedactions(fixed, [redaction(0, 2)])).toBe(false);
    expect(writeRedactions(fixed, [redaction(7, 9)])).toBe(true);
  });

  test('JSON is replaced as long as it parses', () => {
    const put: unknown[] = [];
    const write = writeJson((value) => put.push(value));
    expect([write('{"a":"#"}'), write('{"a":#}')]).toEqual([true, false]);
    expect(put).toEqual([{ a: '#' }]);
  });
});
