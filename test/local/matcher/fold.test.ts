import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldText } from '../../../src/local/matcher/fold.js';
import { runs } from '../../support/extent.js';

/** Characters that fold, that look like them and do not, and pairs. */
const unit = fc.oneof(
  fc.constantFrom(
    'a',
    '1',
    ' ',
    '-',
    '\u00a0',
    '\u00ad',
    '\u200b',
    '\u2060',
    '\ufe0f',
    '\uff11',
    '\uff21',
    '\u0663',
    '\u06f9',
    '\u0967',
    '\u2013',
    '\u2212',
    '\u{1d7d8}',
    '\u{1d7ff}',
    '\u{1d400}',
    '😀',
    '日',
  ),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
);
const text = fc.array(unit, { maxLength: 12 }).map((units) => units.join(''));

describe('foldText', () => {
  it.each([
    ['full-width forms', '\uff34\uff23\uff2b\uff0d\uff11\uff5e', 'TCK-1~'],
    ['Arabic digits', '\u0660\u0669\u06f0\u06f9', '0909'],
    ['Devanagari digits', '\u0966\u096f', '09'],
    ['mathematical digits', '\u{1d7ce}\u{1d7d7}\u{1d7d8}\u{1d7ff}', '0909'],
    ['Thai and Bengali digits', '\u0e50\u0e59\u09e6\u09ef', '0909'],
    ['digits of other planes', '\u{11066}\u{1e959}\u{104a1}\u{1fbf9}', '0919'],
    ['mathematical letters', '\u{1d400}\u{1d4d1}\u{1d68c}@\u{1d5ba}.\u{1d5fc}', 'ABc@a.o'],
    ['digits and letters in circles', '\u2460\u2468\u24ea\u2776\u278a\u24d0', '19011a'],
    ['digits on keys', '4\ufe0f\u20e32\ufe0f\u20e3', '42'],
    ['marks on letters', 'j\u0336a\u0301n\u20ddé', 'jané'],
    ['tags and selectors of other planes', '4\u{e0031}1\u{e0100}1\u{e01ef}1', '4111'],
    ['fillers', '4\u115f1\u11601\u31641\uffa02\u206a3\u28004', '4111234'],
    ['blanks', 'a\u00a0b\u2003c\u202fd\u205fe\u3000f', 'a b c d e f'],
    ['dashes', '1\u20102\u20113\u20144\u20155\u22126\ufe587\ufe638', '1-2-3-4-5-6-7-8'],
    ['a one-dot leader', 'a\u2024b', 'a.b'],
    ['invisible characters', '\ufeff4\u200b1\u00ad1\u2060\u202e1\ufe0f', '4111'],
  ])('makes %s plain', (_name, original, folded) => {
    expect(foldText(original).text).toBe(folded);
  });

  it.each(['plain, with 12 - signs\n', 'Größe 日本 😀', '\ud835', '\ufb01²½'])(
    'leaves %j alone',
    (original) => {
      const { text: folded, at, endAt } = foldText(original);
      expect([folded, at(1), endAt(1)]).toEqual([original, 1, 1]);
    },
  );

  it('tells where a range comes from, without the invisible characters around it', () => {
    const original = '\u200b\u{1d7d9}\u00ad2\u200b\uff13\u2060x';
    const { text: folded, at, endAt } = foldText(original);
    expect(folded).toBe('123x');
    expect(original.slice(at(0), endAt(3))).toBe('\u{1d7d9}\u00ad2\u200b\uff13');
    expect([0, 1, 2, 3].map((index) => original.slice(at(index), endAt(index + 1)))).toEqual([
      '\u{1d7d9}',
      '2',
      '\uff13',
      'x',
    ]);
    expect([endAt(0), at(4)]).toEqual([0, original.length]);
  });

  it('leaves alone what stands for nothing but itself, place for place', () => {
    const points = Array.from({ length: 0x400 }, (_, place) => String.fromCodePoint(0x1d400 + place));
    const unchanged = points.filter((point) => foldText(point).text === point);
    expect(unchanged).toHaveLength(28);
    for (const point of unchanged) {
      const { at, endAt } = foldText(`\u00a0${point}`);
      expect([at(1), endAt(2), at(2), endAt(3)]).toEqual([1, 2, 2, 3]);
    }
  });

  it('maps each character to the one it was made from', () => {
    fc.assert(
      fc.property(text, (original) => {
        // Other letters of the block of mathematical digits: half of a pair is no character to map.
        const { text: folded, at, endAt } = foldText(original);
        for (let index = 0; index < folded.length; index += 1) {
          expect(foldText(original.slice(at(index), endAt(index + 1))).text).toBe(folded[index]);
          expect(at(index)).toBeGreaterThanOrEqual(endAt(index));
          expect(endAt(index + 1)).toBeGreaterThan(at(index));
        }
        expect(foldText(original.slice(0, at(0))).text).toBe('');
      }),
      { numRuns: runs(1500) },
    );
  });

  it('folds a text as it folds the parts, and once for all', () => {
    fc.assert(
      fc.property(fc.array(text, { maxLength: 4 }), (parts) => {
        const whole = foldText(parts.join('')).text;
        const pieces = parts.flatMap((part) => [...part]);
        // Parts that make a pair only together are cut pairs.
        fc.pre([...parts.join('')].length === pieces.length);
        expect(pieces.map((piece) => foldText(piece).text).join('')).toBe(whole);
        expect(foldText(whole).text).toBe(whole);
      }),
      { numRuns: runs(1500) },
    );
  });
});
