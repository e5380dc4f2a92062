import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileRule } from '../../../src/local/matcher/compile.js';
import { patternEngine } from '../../../src/local/matcher/custom-engine.js';
import { NativeExpression } from '../../../src/local/matcher/expression.js';
import { PrefixTable } from '../../../src/local/matcher/prefix-table.js';

const tableOf = (...patterns: readonly RegExp[]): PrefixTable =>
  new PrefixTable(
    new Map(
      patterns.map((pattern) => {
        const rule = compileRule({ label: 'X', pattern, engine: patternEngine, confidence: 1 }, 'dlp');
        return [rule, new NativeExpression(rule)];
      }),
    ),
  );

/** Patterns, and a text with a match of each. */
const KINDS: readonly (readonly [pattern: RegExp, sample: string])[] = [
  [/TCK-\d{4,6}/g, 'TCK-12345'],
  [/(?<![A-Za-z])ab{1,3}c(?!\d)/g, 'abbc'],
  [/\bEMP\d{3}\b/gi, 'emp123'],
  [/(?:cat|category|dog){2}s?/g, 'categorydog'],
  [/(?<=no )[a-z]{2,5}(?=;| end)/g, 'no abc;'],
  [/\p{Lu}\p{Ll}{2,4} \d/gu, 'Éva 7'],
  [/[^ ]{3}-😀/gu, 'äöü-😀'],
  [/k{2}-\w{2}/giu, '\u212ak-s1'],
];

const glue = fc.string({
  unit: fc.constantFrom('a', 'b', 'c', 'T', 'K', '-', '1', ' ', ';', 'E', 'é', '\u212a', 'no ', ' end', '.'),
  maxLength: 8,
});

describe('unsettledFrom', () => {
  it.each(KINDS)('holds every beginning of a match of %s', (pattern, sample) => {
    const table = tableOf(pattern);
    let seen = 0;
    fc.assert(
      fc.property(glue, glue, (before, after) => {
        const text = before + sample + after;
        for (const { index, 0: match } of text.matchAll(pattern)) {
          seen += 1;
          for (let cut = index + 1; cut < index + match.length; cut += 1) {
            // A stream keeps the first half of a pair back by itself.
            if (/[\ud800-\udbff]/.test(text.charAt(cut - 1))) continue;
            expect(table.unsettledFrom(text.slice(0, cut), 0)).toBeLessThanOrEqual(index);
          }
        }
      }),
    );
    expect(seen).toBeGreaterThan(0);
  });

  it.each([
    ['what may get longer', /TCK-\d{2,4}/, 'see TCK-123', 4],
    ['what has come to its longest', /TCK-\d{2,4}/, 'see TCK-1234', 12],
    ['what a look-ahead has yet to see', /AB\d(?!\d)/, 'x AB1', 2],
    ['what a look-ahead has seen', /ABCDEF\d(?!\d)/, 'x ABCDEF1 ', 10],
    ['what it refused', /ABCDEF\d(?!\d)/, 'x ABCDEF12', 10],
    ['part of a longer look-ahead', /ABCDEF(?!\d{3})/, 'ABCDEF12', 0],
    ['what a boundary has yet to see', /\bAB\b/, 'x AB', 2],
    ['what a look-behind refuses', /(?<!\w)AB\d/, 'xAB', 3],
    ['what a look-behind asks for', /(?<=#)AB\d/, 'AB #AB', 4],
    ['one letter of the other case', /secret\d/i, 'a SEC', 2],
    ['the wrong case', /secret\d/, 'a SEC', 5],
    ['a part of one option', /(?:cat|dog)s/, 'do', 0],
    ['the optional end', /ab?/, 'xa', 1],
    ['nothing of an empty text', /ab/, '', 0],
  ])('judges %s', (_name, pattern, text, expected) => {
    expect(tableOf(pattern).unsettledFrom(text, 0)).toBe(expected);
  });

  it('holds nothing where no match can begin', () => {
    const table = tableOf(...KINDS.slice(0, 4).map(([pattern]) => pattern));
    const harmless = fc.string({ unit: fc.constantFrom('x', 'y', 'z', '0', '.', ' ', 'ö', '😀', '\n') });
    fc.assert(
      fc.property(harmless, (text) => {
        expect(table.unsettledFrom(text, 0)).toBe(text.length);
      }),
    );
  });

  it('tells the first of several rules', () => {
    expect(tableOf(/bc\d/, /ab\d/).unsettledFrom('xab', 0)).toBe(1);
    expect(tableOf(/bc\d/, /ab\d/).unsettledFrom('abc', 0)).toBe(1);
  });

  it('begins where it is told to, and looks back from there', () => {
    const table = tableOf(/(?<!\w)AB\d/);
    expect(table.unsettledFrom('AB AB', 1)).toBe(3);
    expect(table.unsettledFrom('xAB', 1)).toBe(3);
    expect(table.unsettledFrom(' AB', 1)).toBe(1);
  });

  it('answers alike however often it is asked', () => {
    const table = tableOf(/ABCDEF\d{2}/);
    const texts = ['xABCDEF1', 'ABCDEF', 'xABCDEF12', 'ABABCDEF'];
    const ask = () => texts.map((text) => table.unsettledFrom(text, 0));
    expect([ask(), ask()]).toEqual([
      [1, 0, 9, 2],
      [1, 0, 9, 2],
    ]);
  });
});
