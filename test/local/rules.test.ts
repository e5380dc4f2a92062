import { check } from 'recheck';
import { describe, expect, it } from 'vitest';
import { type LocalDetector, matches, RULES } from '../../src/local/detect.js';

const DETECTORS: readonly LocalDetector[] = ['dlp', 'secrets', 'injection', 'urlCats', 'maliciousCode'];

describe.each(DETECTORS)('rules of %s', (detector) => {
  const rules = RULES[detector];

  it.each(rules.map((rule, index) => ({ rule, name: `${rule.label} #${index}` })))(
    '$name hits its examples and leaves the others alone',
    ({ rule }) => {
      expect(rule.examples.match.length).toBeGreaterThan(0);
      expect(rule.examples.noMatch.length).toBeGreaterThan(0);
      for (const text of rule.examples.match) {
        expect(matches(text, 'prompt', detector, rule), text).not.toEqual([]);
      }
      for (const text of rule.examples.noMatch) {
        expect(matches(text, 'prompt', detector, rule), text).toEqual([]);
      }
    },
  );

  it('are global patterns with bounded quantifiers only', () => {
    for (const { pattern, confidence } of rules) {
      expect(pattern.flags).toContain('g');
      const bare = pattern.source.replaceAll(/\\./g, '').replaceAll(/\[[^\]]*\]/g, 'C');
      expect(bare).not.toMatch(/[*+]|\{\d+,\}/);
      expect(confidence).toBeGreaterThan(0);
      expect(confidence).toBeLessThanOrEqual(1);
    }
  });
});

describe('growth', () => {
  // Judged by an analyser of regular expressions, not by a clock: bounded work for each character, whatever the text.
  const rules = DETECTORS.flatMap((detector) =>
    RULES[detector].map((rule, index) => [`${rule.label} (${detector} ${index})`, rule] as const),
  );

  it.each(rules)('of %s is linear', { timeout: 120_000 }, async (_name, rule) => {
    const { status } = await check(rule.pattern.source, rule.pattern.flags, { timeout: null });
    expect(status).toBe('safe');
  });

  it('would be seen if it were not', { timeout: 120_000 }, async () => {
    const { status } = await check('[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+', 'g', { timeout: null });
    expect(status).toBe('vulnerable');
  });
});
