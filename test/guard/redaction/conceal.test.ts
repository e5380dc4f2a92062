import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concealText, type Issued } from '../../../src/guard/redaction/conceal.js';
import { redactText } from '../../../src/guard/redaction/redact-text.js';
import { runs } from '../../support/extent.js';

const ISSUED: readonly Issued[] = [
  ['Jane', '[NAME_bcdfghjkmnpq]'],
  ['Jane Doe', '[NAME_qpnmkjhgfdcb]'],
  ['a "b"\n', '[NOTE_bbbbbbbbbbbb]'],
];

const restored = (text: string): string =>
  ISSUED.reduce((all, [original, placeholder]) => all.replaceAll(placeholder, original), text);

describe('concealText', () => {
  test.each([
    ['Dear Jane Doe, dear Jane.', 'Dear [NAME_qpnmkjhgfdcb], dear [NAME_bcdfghjkmnpq].'],
    ['Janet, Mary-Jane and Jane_1 are others', 'Janet, Mary-Jane and Jane_1 are others'],
    ['JaneJane', 'JaneJane'],
    ['', ''],
  ])('takes whole words only, and the longest: %j', (text, concealed) => {
    expect(concealText(text, ISSUED, false).text).toBe(concealed);
  });

  test('finds in JSON what stands there escaped', () => {
    const json = JSON.stringify({ note: 'a "b"\n', name: 'Jane' });
    const { text } = concealText(json, ISSUED, true);
    expect(JSON.parse(text)).toEqual({ note: '[NOTE_bbbbbbbbbbbb]', name: '[NAME_bcdfghjkmnpq]' });
  });

  const piece = fc.constantFrom('Jane', 'Jane Doe', ' ', ', ', 'x', 'else', '.', '[NAME_bcdfghjkmnpq]');
  const texts = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));

  test('is undone by restoring, and leaves positions where they were', () => {
    fc.assert(
      fc.property(texts, fc.nat(), fc.nat(), (given, one, other) => {
        // Placeholders that were there before are restored too.
        const text = restored(given);
        const { text: concealed, placed } = concealText(text, ISSUED, false);
        expect(restored(concealed)).toBe(text);
        const [from, to] = [one, other].map((place) => place % (concealed.length + 1)).sort((a, b) => a - b);
        const [start, end] = [from ?? 0, to ?? 0];
        const place = { label: 'X', start, end, placeholder: '#' };
        const [moved] = placed([place]);
        if (moved === undefined) throw new Error('One for each');
        // What lies before and behind the place is the same in both, but for placeholders that the place cuts.
        const span = { field: 'toolInput' as const, detector: 'dlp' };
        const inText = redactText(text, [{ ...span, ...moved }], () => '#').text;
        const cut = (at: number): boolean =>
          [...concealed.matchAll(/\[\w+\]/g)].some(
            ({ index, 0: found }) => index < at && at < index + found.length,
          );
        if (start < end && !cut(start) && !cut(end)) {
          const inConcealed = redactText(concealed, [{ ...span, ...place }], () => '#').text;
          expect(inText).toBe(restored(inConcealed));
        }
        expect(moved.start).toBeGreaterThanOrEqual(0);
        expect(moved.end).toBeLessThanOrEqual(text.length);
        expect(moved.start).toBeLessThanOrEqual(moved.end);
        // A place within a placeholder takes all that stands behind it.
        if (start < end && (cut(start) || cut(end))) expect(inText).not.toBe(text);
      }),
      { numRuns: runs(2_000) },
    );
  });
});
