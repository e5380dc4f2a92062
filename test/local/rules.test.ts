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
  // Texts made to send each family back and forth: long words, half matches, separators without an end.
  const seeds: readonly string[] = [
    'a.',
    'a@',
    'a-',
    '1 ',
    '1-',
    '4111 ',
    '1',
    'eyJ',
    'eyJaaaaaaaaaaaa.',
    'sk-ant-',
    'ignore all ',
    'ignore ',
    'reveal your ',
    'curl ',
    'curl |',
    'rm -rf ',
    ' ',
    '-----BEGIN PRIVATE KEY-----',
    '-----BEGIN PRIVATE KEY-----\nAAAAAAAAAAAAAAAAAAAAAAAA',
    'respond as if you are ',
    'test-malware/',
  ];
  const scan = (text: string): number => {
    const startedAt = performance.now();
    for (const detector of DETECTORS) {
      for (const rule of RULES[detector]) matches(text, 'prompt', detector, rule);
    }
    return performance.now() - startedAt;
  };
  const best = (text: string): number => Math.min(scan(text), scan(text), scan(text));

  it.each(seeds)('is linear on repeated %j', (seed) => {
    const small = seed.repeat(Math.ceil(20_000 / seed.length));
    const large = seed.repeat(Math.ceil(160_000 / seed.length));
    // Eight times the text: linear is 8, quadratic is 64. The constant keeps clock noise of tiny runs out.
    expect(best(large)).toBeLessThan(best(small) * 24 + 40);
  });
});
