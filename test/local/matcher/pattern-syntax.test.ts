import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UNBOUNDED_REPEAT } from '../../../src/local/matcher/open-bounds.js';
import { longest } from '../../../src/local/matcher/pattern-node.js';
import { PatternError, parsePattern, sourceOf } from '../../../src/local/matcher/pattern-syntax.js';
import { runs } from '../../support/extent.js';

const rewritten = (source: string, flags = 'u'): string => sourceOf(parsePattern(source, flags).body);

const LONELY = 'options with look-arounds of their own, which need brackets around the options';

describe('a parsed pattern', () => {
  it.each([
    ['a{2}', 'a{2,2}'],
    ['a?', 'a{0,1}'],
    ['(ab){2,3}', '(?:ab){2,3}'],
    ['(?<year>\\d{4})', '\\d{4,4}'],
    ['cat|dog', '(?:cat|dog)'],
    ['a(?:b|c|)', 'a(?:b|c|)'],
    ['[a\\]|)(]{3}', '[a\\]|)(]{3,3}'],
    ['[^\\]^]x', '[^\\]^]x'],
    ['[^]{2}', '[^]{2,2}'],
    ['\\p{Lu}{2}', '\\p{Lu}{2,2}'],
    ['\\u{1f600}?', '\\u{1f600}{0,1}'],
    ['\\u00e4\\x41\\cA', '\\u00e4\\x41\\cA'],
    ['😀{2}', '😀{2,2}'],
    ['\\(\\|\\)\\.\\*', '\\(\\|\\)\\.\\*'],
    ['a{,3}', 'a{,3}'],
    ['', ''],
  ])('of /%s/ reads /%s/', (source, expected) => {
    expect(rewritten(source)).toBe(expected);
  });

  it.each([
    ['a*', 0, UNBOUNDED_REPEAT],
    ['a+', 1, UNBOUNDED_REPEAT],
    ['a{3,}', 3, UNBOUNDED_REPEAT],
    ['a{300,}', 300, 300],
  ])('has an upper bound for /%s/', (source, min, max) => {
    expect(rewritten(source)).toBe(`a{${min},${max}}`);
  });

  it.each([
    ['(?:a+)+', '(?:(?:a{1,64}){1,32})'],
    ['(?:(?:a+b)+c)+', '(?:(?:(?:a{1,16}b){1,30}c){1,4})'],
    ['(?:a+)?', '(?:a{1,256}){0,1}'],
    ['[a]{2,}?b??', '[a]{2,256}?b{0,1}?'],
    ['\\bA+\\b|\\bB\\b', '(?:A{1,256}|B)'],
    ['a|b|', '(?:a|b|)'],
  ])('of /%s/ is bounded as /%s/', (source, expected) => {
    expect(rewritten(source)).toBe(expected.replace(/^\(\?:(\(.*)\)$/, '$1'));
  });

  it('has the halves of a pair apart without flag u, and one character with it', () => {
    expect([rewritten('😀+', ''), rewritten('\\ud83d\\ude00', '')]).toEqual([
      '\\ud83d\\ude00{1,256}',
      '\\ud83d\\ude00',
    ]);
    const lengths = ['', 'u'].map((flags) => longest(parsePattern('\\ud83d\\ude00', flags).body, 1));
    expect(lengths).toEqual([2, 1]);
  });

  it('looks around less far than it matches', () => {
    const { before, after } = parsePattern('(?<=a+)b(?!c*d)', '');
    expect([...before, ...after].map(({ width }) => width)).toEqual([64, 65]);
  });

  it('is refused beyond 2000 characters', () => {
    expect(() => parsePattern('a'.repeat(2001), '')).toThrow(
      new PatternError('is 2001 characters long; at most 2000 can be used'),
    );
    expect(longest(parsePattern('a'.repeat(2000), '').body, 1)).toBe(2000);
  });

  it.each([
    ['\\d{3}-\\d{2,4}', 8],
    ['(?:ab|c){2}', 4],
    ['[a-z]+', UNBOUNDED_REPEAT],
    ['(?:\\w{1,3} ){2,4}x?', 17],
    ['(?<!abc)x(?=def)', 1],
    ['', 0],
  ])('tells how long a match of /%s/ gets', (source, length) => {
    const { body } = parsePattern(source, '');
    expect([longest(body, 1), longest(body, 2)]).toEqual([length, 2 * length]);
  });

  it('keeps what must stand around a match by itself', () => {
    const { before, body, after } = parsePattern('(?<![a-z]{2})\\b(?<=#|no )X\\d(?=\\d{3}|\\s)(?!-)\\b', '');
    const brief = ({ source, kind, width }: (typeof before)[number]) => [source, kind, width];
    expect(before.map(brief)).toEqual([
      ['(?<![a-z]{2})', 'notBehind', 2],
      ['\\b', 'boundary', 1],
      ['(?<=#|no )', 'behind', 3],
    ]);
    expect(sourceOf(body)).toBe('X\\d');
    expect(after.map(brief)).toEqual([
      ['(?=\\d{3}|\\s)', 'ahead', 3],
      ['(?!-)', 'notAhead', 1],
      ['\\b', 'boundary', 1],
    ]);
  });

  it.each([
    ['(a)\\1', 'a back-reference', 5],
    ['(?<n>a)\\k<n>', 'a back-reference', 9],
    ['^a', 'an anchor', 0],
    ['a$', 'an anchor', 1],
    ['(?:^|,)a', 'an anchor', 3],
    ['a\\bc', 'a look-around that is not at an edge', 3],
    ['a\\Bc', 'a boundary that is not at an edge', 3],
    ['a(?=b)c', 'a look-around that is not at an edge', 6],
    ['(?=a)b', 'a look-around that is not at an edge', 5],
    ['(?:a(?!b))c', 'a look-around that is not at an edge', 9],
    ['(?:(?<!a)b)', 'a look-behind that is not at its start', 3],
    ['a(?<=a)b', 'a look-behind that is not at its start', 1],
    ['a\\b|c', LONELY, 5],
    ['\\ba|c', LONELY, 5],
    ['a|c(?!d)', LONELY, 8],
    ['\\p{L}', 'an escape that needs flag u', 0],
    ['a\\u{61}', 'an escape that needs flag u', 1],
    ['\\01', 'an escape of an old kind', 2],
    ['\\c!', 'an escape of an old kind', 2],
    ['a{3,2}', 'bounds in the wrong order', 6],
    ['*a', 'a quantifier without anything to repeat', 0],
    ['(a', 'an open bracket', 2],
    ['(?=a', 'an open bracket', 4],
    ['a)', 'a closing bracket too many', 1],
    ['[a', 'an open character class or a broken escape', 0],
  ])('/%s/ is refused for %s', (source, problem, at) => {
    expect(() => parsePattern(source, '')).toThrow(new PatternError(`/${source}/ has ${problem} at ${at}`));
  });

  const atom = fc.constantFrom('a', 'b', 'B', '1', '\\d', '\\w', '\\s', '[ab-]', '[^a]', '.', '\\.', '\\x62');
  const count = fc.constantFrom('', '', '', '?', '??', '*?', '{2}', '{1,3}', '{0,2}', '*', '+', '{2,}');
  const flat = fc
    .array(fc.tuple(atom, count), { maxLength: 4 })
    .map((parts) => parts.map((part) => part.join('')).join(''));
  const group = fc
    .tuple(
      fc.constantFrom('(', '(?:', '(?<n>'),
      flat,
      flat,
      fc.boolean(),
      fc.constantFrom('', '?', '{2}', '{0,2}'),
    )
    .map(([open, one, other, both, times]) => `${open}${both ? `${one}|${other}` : one})${times}`);
  const edge = {
    before: fc.constantFrom('', '', '(?<!a)', '(?<=b|1)', '\\b', '(?<![a-z]{2})'),
    after: fc.constantFrom('', '', '(?!b)', '(?=a|\\s)', '\\b'),
  };
  const pattern = fc
    .tuple(edge.before, flat, fc.option(group, { nil: '' }), flat, edge.after)
    .map((parts) => parts.join(''));
  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'B', '1', ' ', '.', '-'), maxLength: 10 });

  it('written out again finds what the plain expression finds, no longer than foretold', () => {
    fc.assert(
      fc.property(
        pattern,
        fc.constantFrom('g', 'gi', 'gu'),
        fc.array(text, { minLength: 3, maxLength: 6 }),
        (source, flags, texts) => {
          const { before, body, after } = parsePattern(source, flags);
          const around = (assertions: typeof before) =>
            assertions.map((assertion) => assertion.source).join('');
          const again = new RegExp(`${around(before)}${sourceOf(body)}${around(after)}`, flags);
          const found = (expression: RegExp, whole: string) =>
            [...whole.matchAll(expression)].map((match) => [match.index, match[0]]);
          const limit = longest(body, flags === 'gu' ? 2 : 1);
          for (const whole of texts) {
            const expected = found(new RegExp(source, flags), whole);
            expect(found(again, whole)).toEqual(expected);
            for (const [, match] of expected) expect(String(match).length).toBeLessThanOrEqual(limit);
          }
        },
      ),
      { numRuns: runs(1500) },
    );
  });
});
