import { describe, expect, it } from 'vitest';
import { compileRule } from '../../../src/local/matcher/compile.js';
import { patternEngine } from '../../../src/local/matcher/custom-engine.js';
import { isDeterministic } from '../../../src/local/matcher/pattern-safety.js';
import { parsePattern } from '../../../src/local/matcher/pattern-syntax.js';
import { DLP_RULES } from '../../../src/local/rules/dlp/index.js';

const judged = ({ source, flags }: RegExp) => isDeterministic(parsePattern(source, flags), flags);

describe('isDeterministic', () => {
  it.each([
    /(a+)+/,
    /(?:a{2,9}){3}/,
    /(?:\w+\s?)+/,
    /(?:a|a)b/,
    /(?:a|ab)c/,
    /(?:foo|foobar)!/,
    /(?:a|)a/,
    /(?:|)a/,
    /a?a/,
    /(?:a?)+b/,
    /(?:a?){28}!/,
    /\d+\d+/,
    /\w+-?\w+/,
    /.*a/,
    /\p{L}+[à-ö]+/u,
    /[a-z]+[A-Z]+/i,
    /[a-z]+\u212a/iu,
    /k+[^a-z]/iu,
    /a(?=(?:b|c)+)/,
    /(?<=a+)b/,
    /a(?!(?:b|b)(?:b|b)c)/,
    /a(?!.{17})/,
    /[a-f]{601}/,
    /(?:[a-z]+\.)+x/,
  ])('is not true of %s', (pattern) => {
    expect(judged(pattern)).toBe(false);
  });

  it.each([
    /\bPROJ-\d{1,6}\b/,
    /(?<!\w)ORD-\d{4}-\d{6}(?!\w)/,
    /[A-Z]{2,10}-\d+/,
    /CUST[-_ ]?\d{8}/,
    /\$[\d]+(?:\.\d{2})?/,
    /(?:\d{4}[- ]?){3}\d{4}/,
    /(?:[0-9a-f]{2}:){5}[0-9a-f]{2}/i,
    /(?:db|web|app)-(?:prod|stage)-\d{2,3}/,
    /(?<!ab|[cd])x(?=\d{3}|\s)/,
    /[a-z]+[A-Z]+/,
    /(?:ab|cd)*e/,
    /[a-f]{600}/,
  ])('is true of %s', (pattern) => {
    expect(judged(pattern)).toBe(true);
  });

  it('is not asked of the rules that come with the engine', () => {
    for (const rule of DLP_RULES) expect(compileRule({ ...rule }, 'dlp').isNative).toBe(true);
    const copies = DLP_RULES.map((rule) => ({
      ...rule,
      pattern: new RegExp(rule.pattern),
      engine: patternEngine,
    }));
    const judgedNow = copies
      .filter(({ until }) => until === undefined)
      .map((rule) => compileRule(rule, 'dlp').isNative);
    expect(new Set(judgedNow)).toEqual(new Set([true, false]));
  });
});
