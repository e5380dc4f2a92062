import { describe, expect, it } from 'vitest';
import { Redactor } from '../../src/local/matcher/redactor.js';
import { FAMILIES } from './families.js';

describe.each(FAMILIES)('rules of %s', (detector, rules) => {
  const named = rules.map((rule, index) => ({ rule, name: `${rule.label} #${index}` }));

  it.each(named)('$name hits its examples and leaves the others alone', ({ rule }) => {
    const redactor = new Redactor([{ detector, rules: [rule] }]);
    expect((rule.examples?.match ?? []).length).toBeGreaterThan(0);
    expect((rule.examples?.noMatch ?? []).length).toBeGreaterThan(0);
    for (const text of rule.examples?.match ?? []) expect(redactor.find(text), text).not.toEqual([]);
    for (const text of rule.examples?.noMatch ?? []) expect(redactor.find(text), text).toEqual([]);
  });

  it.each(named)('$name does not depend on its trigger', ({ rule }) => {
    const { trigger: _, ...untriggered } = rule;
    const redactor = new Redactor([{ detector, rules: [rule] }]);
    const plain = new Redactor([{ detector, rules: [untriggered] }]);
    for (const example of [...(rule.examples?.match ?? []), ...(rule.examples?.noMatch ?? [])]) {
      for (const text of [
        example,
        `It says: ${example}`,
        `(${example}) and ${example}, 12.`,
        example.toUpperCase(),
      ]) {
        expect(redactor.find(text), text).toEqual(plain.find(text));
      }
    }
  });

  it('are global patterns with bounded quantifiers only', () => {
    for (const { pattern, confidence, context } of rules) {
      expect(pattern.flags).toContain('g');
      const bare = pattern.source.replaceAll(/\\./g, '').replaceAll(/\[[^\]]*\]/g, 'C');
      expect(bare).not.toMatch(/[*+]|\{\d+,\}/);
      expect(Math.max(confidence, context?.confidence ?? 0)).toBeGreaterThan(0);
      expect(Math.max(confidence, context?.confidence ?? 0)).toBeLessThanOrEqual(1);
      expect(context?.within ?? 0).toBeLessThanOrEqual(64);
    }
  });
});
