import { check } from 'recheck';
import { describe, expect, it } from 'vitest';
import { compileRule } from '../../src/local/matcher/compile.js';
import { FAMILIES } from './families.js';

/**
 * The analyser counts steps: by the clock a busy machine would make patterns vulnerable. A text of 30,000 characters is
 * enough to tell the square from what is linear with at most 5,000 steps for each character.
 */
const STEPS = {
  timeout: null,
  attackTimeout: null,
  incubationTimeout: null,
  maxAttackStringSize: 30_000,
  attackLimit: 150_000_000,
} as const;

describe('growth', () => {
  // Judged by an analyser of regular expressions, not by a clock: bounded work for each character, whatever the text.
  const patterns = FAMILIES.flatMap(([family, rules]) =>
    rules.flatMap((rule, index) => {
      const { source, flags, rule: own } = compileRule(rule, family);
      const name = `${own.label} (${family} ${index})`;
      return [
        { name, source, flags },
        ...(rule.until === undefined
          ? []
          : [{ name: `${name} to its end`, source: rule.until.source, flags }]),
      ];
    }),
  );

  it.each(patterns)('of $name is linear', { timeout: 120_000 }, async ({ source, flags }) => {
    const { status } = await check(source, flags, STEPS);
    expect(status).toBe('safe');
  });

  it('would be seen if it were not', { timeout: 120_000 }, async () => {
    const { status } = await check('[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+', 'g', STEPS);
    expect(status).toBe('vulnerable');
  });
});
