import { check } from 'recheck';
import { describe, expect, it } from 'vitest';
import { compileRule, prefixSource } from '../../src/local/matcher/compile.js';
import { Redactor } from '../../src/local/matcher/redactor.js';
import { CODE_RULES } from '../../src/local/rules/code.js';
import { DATABASE_RULES } from '../../src/local/rules/database.js';
import type { Rule } from '../../src/local/rules/rule.js';
import { TOXIC_RULES } from '../../src/local/rules/toxic.js';
import { dlpRules } from '../../src/local/sensitive.js';

const FAMILIES: readonly (readonly [name: string, rules: readonly Rule[]])[] = [
  ['dlp', dlpRules],
  ['maliciousCode', CODE_RULES],
  ['toxicContent', TOXIC_RULES],
  ['dbSecurity', DATABASE_RULES],
];

describe.each(FAMILIES)('rules of %s', (detector, rules) => {
  const named = rules.map((rule, index) => ({ rule, name: `${rule.label} #${index}` }));

  it.each(named)('$name hits its examples and leaves the others alone', ({ rule }) => {
    const redactor = new Redactor([{ detector, rules: [rule] }]);
    expect(rule.examples.match.length).toBeGreaterThan(0);
    expect(rule.examples.noMatch.length).toBeGreaterThan(0);
    for (const text of rule.examples.match) expect(redactor.find(text), text).not.toEqual([]);
    for (const text of rule.examples.noMatch) expect(redactor.find(text), text).toEqual([]);
  });

  it.each(named)('$name does not depend on its trigger', ({ rule }) => {
    const { trigger: _, ...untriggered } = rule;
    const redactor = new Redactor([{ detector, rules: [rule] }]);
    const plain = new Redactor([{ detector, rules: [untriggered] }]);
    for (const example of [...rule.examples.match, ...rule.examples.noMatch]) {
      for (const text of [example, `It says: ${example}`, `(${example}) and ${example}, 12.`, example.toUpperCase()]) {
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

describe('growth', () => {
  // Judged by an analyser of regular expressions, not by a clock: bounded work for each character, whatever the text.
  const patterns = FAMILIES.flatMap(([family, rules]) =>
    rules.flatMap((rule, index) => {
      const { source, flags, rule: own } = compileRule(rule, family);
      const name = `${own.label} (${family} ${index})`;
      return [
        { name, source, flags },
        { name: `${name} as a prefix`, source: prefixSource(compileRule(rule, family)), flags },
        ...(rule.until === undefined ? [] : [{ name: `${name} to its end`, source: rule.until.source, flags }]),
      ];
    }),
  );

  it.each(patterns)('of $name is linear', { timeout: 120_000 }, async ({ source, flags }) => {
    const { status } = await check(source, flags, { timeout: null });
    expect(status).toBe('safe');
  });

  it('would be seen if it were not', { timeout: 120_000 }, async () => {
    const { status } = await check('[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+', 'g', { timeout: null });
    expect(status).toBe('vulnerable');
  });
});
