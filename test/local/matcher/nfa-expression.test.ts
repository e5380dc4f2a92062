import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileRule } from '../../../src/local/matcher/compile.js';
import { patternEngine } from '../../../src/local/matcher/custom-engine.js';
import { NativeExpression } from '../../../src/local/matcher/expression.js';
import { NfaExpression } from '../../../src/local/matcher/nfa-expression.js';
import { PatternError, parsePattern } from '../../../src/local/matcher/pattern-syntax.js';
import { isNullable, MAX_SIZE } from '../../../src/local/matcher/program.js';
import { Redactor } from '../../../src/local/matcher/redactor.js';
import type { CompiledRule, Expression } from '../../../src/local/matcher/rule.js';
import { runs } from '../../support/extent.js';
import { FAMILIES } from '../families.js';

const ruleOf = (pattern: RegExp) =>
  compileRule({ label: 'X', pattern, engine: patternEngine, confidence: 1 }, 'dlp');
/** Patterns too large for an automaton are another test's subject. */
function automatonOf(rule: CompiledRule): NfaExpression | undefined {
  try {
    return new NfaExpression(rule);
  } catch (error) {
    if (error instanceof PatternError) return undefined;
    throw error;
  }
}

const automaton = (pattern: RegExp) => new NfaExpression(ruleOf(pattern));

/** Patterns that a backtracking engine needs very long for on texts that nearly match, and a piece of such a text. */
const EVIL: readonly (readonly [RegExp, string])[] = [
  [/(?:a|a)+b/, 'a'],
  [/(?:\w|\d)+@x/, '1'],
  [/(?:a|aa)+b/, 'a'],
  [/(?:foo|foobar|bar)+!/, 'foobar'],
  [/\w{0,60}\w{0,60}\w{0,60}\w{0,60}@/, 'a'],
  [/\w{1,30}[\w.]{1,30}[\w-]{1,30}@/, 'a'],
  [/.{0,64}b.{0,64}c.{0,64}d/, 'abc'],
  [/x(?!(?:a|a)+b)/, 'xaaaaaaaaaa'],
  [/(?<=b(?:a|a)+)x/, 'aaaaaaaaax'],
  [/(?:a?a?)+!/, 'a'],
  [/(?:a?){28}!/, 'a'],
  [new RegExp(`${'a?'.repeat(28)}${'a'.repeat(28)}`), 'aaaaaab'],
  [/(?:a+ba+)+!/, 'aabaa'],
  [/(?:[a-z]+\.[a-z]+)+!/, 'aa.aa'],
];

describe('the work of an automaton', () => {
  it.each(EVIL)('on %s grows with the text, whole and streamed', (pattern, piece) => {
    const work = (length: number): number => {
      const expression = automaton(pattern);
      const text = piece.repeat(length).slice(0, length);
      for (let from = 0; from < length; ) {
        const found = expression.search(text, from);
        from = found === undefined ? length : found.start + Math.max(1, found.text.length);
      }
      return expression.work;
    };
    const large = work(6000);
    expect(large).toBeLessThan(2.5 * work(3000));
    expect(large).toBeLessThan(6000 * MAX_SIZE);
    const expression = automaton(pattern);
    expression.isBeginning(piece.repeat(600), 0);
    expression.firstBeginning(piece.repeat(600), 0);
    expect(expression.work).toBeLessThan(2 * 600 * piece.length * MAX_SIZE);
  });

  it.each(EVIL)('of %s goes to an automaton', (pattern) => {
    expect(ruleOf(pattern).isNative).toBe(false);
  });
});

const atom = fc.constantFrom(
  'a',
  'b',
  'B',
  '1',
  '\\d',
  '\\w',
  '\\s',
  '[ab-]',
  '[^a]',
  '.',
  '\\x62',
  'é',
  '[é😀]',
  '😀',
);
const count = fc.constantFrom('', '', '', '?', '??', '{2}', '{1,3}', '{0,2}?', '*', '+', '+?', '{2,}', '*?');
const flat = fc
  .array(fc.tuple(atom, count), { maxLength: 3 })
  .map((parts) => parts.map((part) => part.join('')).join(''));
const { pattern: body } = fc.letrec<{ pattern: string; group: string }>((tie) => ({
  pattern: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    flat,
    fc.tuple(flat, tie('group'), flat).map((parts) => parts.join('')),
  ),
  group: fc
    .tuple(
      tie('pattern'),
      fc.option(tie('pattern'), { nil: undefined }),
      fc.constantFrom('', '?', '{2}', '{0,2}', '{1,2}?', '*', '+'),
    )
    .map(([one, other, times]) => `(?:${other === undefined ? one : `${one}|${other}`})${times}`),
}));
const source = fc
  .tuple(
    fc.constantFrom(
      '',
      '',
      '',
      '(?<!a)',
      '(?<=b|1)',
      '\\b',
      '(?<![a-z]{2})',
      '(?<=a+|😀)',
      '(?<!(?:a|b1)*b)',
    ),
    body,
    fc.constantFrom('', '', '', '(?!b)', '(?=a|\\s)', '\\b', '(?=(?:a|aa)?b)', '(?![^])'),
  )
  .map((parts) => parts.join(''));
const flags = fc.constantFrom('', 'i', 'u', 'iu', 's', 'isu');
const text = fc.string({
  unit: fc.constantFrom('a', 'b', 'B', '1', ' ', '.', '-', '\n', 'é', '😀', '\ud83d', '\ude00'),
  maxLength: 12,
});

const PAIR = /[\ud800-\udbff][\udc00-\udfff]/;

const all = (expression: Expression, whole: string) =>
  Array.from({ length: whole.length + 1 }, (_, at) => [
    expression.search(whole, at),
    expression.matchAt(whole, at),
  ]);

describe('a literal that every match has', () => {
  it.each([
    [/\w*secret\w*/, 'a '.repeat(2000), 0],
    [/.*confidential.*/, 'a '.repeat(2000), 0],
    [/.{0,9}end/i, `${'a'.repeat(2000)}END`, 300],
  ])('of %s saves work', (pattern, whole, most) => {
    const expression = automaton(pattern);
    const found = expression.search(whole, 0);
    expect(expression.work).toBeLessThanOrEqual(most + 50);
    expect(found?.text).toBe(most === 0 ? undefined : 'aaaaaaaaaEND');
  });

  it('changes nothing that is found', () => {
    const part = fc.constantFrom('abc', 'a*', 'a*b', '(?:b|cc){0,3}', '\\w{0,4}', '[^]{0,2}', '😀', 'bca');
    fc.assert(
      fc.property(
        fc.array(part, { maxLength: 4 }),
        flags,
        fc.array(fc.constantFrom('a', 'b', 'c', 'abc', 'B', '😀', ' '), { maxLength: 14 }),
        (parts, own, pieces) => {
          const rule = ruleOf(new RegExp(parts.join(''), own));
          const vm = automatonOf(rule);
          fc.pre(vm !== undefined && !isNullable(rule.parsed.body));
          expect(all(vm, pieces.join(''))).toEqual(all(new NativeExpression(rule), pieces.join('')));
        },
      ),
      { numRuns: runs(1500) },
    );
  });
});

describe('an automaton', () => {
  it('finds at each index what the engine finds', () => {
    fc.assert(
      fc.property(source, flags, fc.array(text, { minLength: 2, maxLength: 4 }), (pattern, own, texts) => {
        const rule = ruleOf(new RegExp(pattern, own));
        const vm = automatonOf(rule);
        fc.pre(vm !== undefined);
        const native = new NativeExpression(rule);
        for (const whole of texts) {
          // With flag u V8 finds empty matches between the halves of a pair, where no match can begin.
          if (own.includes('u') && PAIR.test(whole) && isNullable(rule.parsed.body)) continue;
          expect(all(vm, whole)).toEqual(all(native, whole));
        }
      }),
      { numRuns: runs(3000) },
    );
  });

  it('sees a beginning wherever the engine does', () => {
    fc.assert(
      fc.property(source, flags, text, (pattern, own, whole) => {
        const rule = ruleOf(new RegExp(pattern, own));
        const vm = automatonOf(rule);
        fc.pre(vm !== undefined);
        const native = new NativeExpression(rule);
        for (let at = 0; at < whole.length; at += 1) {
          const begins = native.isBeginning(whole, at);
          // With flag u the engine counts what a look-ahead has yet to see in pairs where it can do with one.
          if (!own.includes('u') || !PAIR.test(whole)) expect(vm.isBeginning(whole, at)).toBe(begins);
        }
      }),
      { numRuns: runs(2000) },
    );
  });

  it('tells the first beginning as it tells each', () => {
    fc.assert(
      fc.property(source, flags, text, fc.nat(3), (pattern, own, whole, from) => {
        const vm = automatonOf(ruleOf(new RegExp(pattern, own)));
        fc.pre(vm !== undefined && from <= whole.length);
        let first = from;
        while (first < whole.length && !vm.isBeginning(whole, first)) first += 1;
        expect(vm.firstBeginning(whole, from)).toBe(first);
      }),
      { numRuns: runs(2000) },
    );
  });

  it.each(FAMILIES)('finds the examples of %s as the engine does', (family, rules) => {
    let tried = 0;
    for (const rule of rules) {
      const compiled = compileRule(rule, family);
      const vm = automatonOf(compiled);
      if (vm === undefined) continue;
      tried += 1;
      const native = new NativeExpression(compiled);
      for (const example of [...(rule.examples?.match ?? []), ...(rule.examples?.noMatch ?? [])]) {
        expect(vm.search(example, 0)).toEqual(native.search(example, 0));
      }
    }
    expect(tried).toBeGreaterThan(0.9 * rules.length);
  });

  it('streams what it redacts, cut anyhow', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(source, flags, text, sizes, (pattern, own, whole, cuts) => {
        const rule = {
          label: 'X',
          pattern: new RegExp(pattern, own),
          engine: patternEngine,
          confidence: 1,
        };
        // Detectors that match the empty text are refused.
        fc.pre(!isNullable(parsePattern(pattern, own).body));
        fc.pre(automatonOf(compileRule(rule, 'dlp')) !== undefined);
        const redactor = new Redactor([{ detector: 'dlp', rules: [rule] }]);
        const stream = redactor.stream();
        let streamed = '';
        for (let at = 0, turn = 0; at < whole.length; turn += 1) {
          const size = cuts[turn % cuts.length] ?? 1;
          streamed += stream.push(whole.slice(at, at + size));
          at += size;
        }
        let expected = '';
        let copied = 0;
        for (const { start, end, label } of redactor.find(whole)) {
          expected += `${whole.slice(copied, start)}[${label}]`;
          copied = end;
        }
        expect(streamed + stream.end()).toBe(expected + whole.slice(copied));
      }),
      { numRuns: runs(2000) },
    );
  });
});
