import { describe, expect, it } from 'vitest';
import { hasDigitCluster } from '../../../src/local/checks/digits.js';
import { compileRule } from '../../../src/local/matcher/compile.js';
import { Matcher } from '../../../src/local/matcher/matcher.js';
import type { Trigger } from '../../../src/local/matcher/rule.js';
import { DLP_RULES } from '../../../src/local/rules/dlp/index.js';

const RULES = DLP_RULES.map((rule, index) => ({ rule, name: `${rule.label} #${index}` }));

/** Whether the trigger says the truth about a match: `Trigger` promises that what it names is there. */
function holds(trigger: Trigger, match: string, before: string): boolean {
  if ('digits' in trigger) return hasDigitCluster(match, trigger.digits);
  if ('chars' in trigger) return Array.from(trigger.chars).some((character) => match.includes(character));
  if ('starts' in trigger) return trigger.starts.some((start) => match.toLowerCase().startsWith(start));
  if ('inside' in trigger) {
    return Array.from(match).some(
      (character, index) =>
        trigger.inside.includes(character) &&
        /^[\w-]$/.test(match.charAt(index - 1)) &&
        /^[\w-]/.test(match.slice(index + 1)),
    );
  }
  const near = before.toLowerCase();
  return (
    trigger.names.some((name) => near.includes(name)) &&
    Array.from(near.slice(-2)).some((character) => trigger.after.includes(character))
  );
}

const LONGEST: ReadonlyMap<string, number> = new Map([
  ['EMAIL', 300],
  ['STREET_ADDRESS', 170],
]);

describe.each(RULES)('$name', ({ rule }) => {
  const matcher = new Matcher([{ detector: 'dlp', rules: [rule] }]);

  it('finds its examples, each with what the trigger promises, and leaves the others alone', () => {
    for (const text of rule.examples?.match ?? []) {
      const findings = matcher.find(text);
      expect(findings, text).not.toEqual([]);
      for (const { start, end } of findings) {
        const match = text.slice(start, end);
        if (rule.trigger !== undefined)
          expect(holds(rule.trigger, match, text.slice(0, start)), match).toBe(true);
      }
    }
    for (const text of rule.examples?.noMatch ?? []) expect(matcher.find(text), text).toEqual([]);
  });

  it('has a pattern that is short', () => {
    // Addresses of mail and of houses may be long; everything else must not be held back for long in a stream.
    expect(compileRule(rule, 'dlp').length).toBeLessThanOrEqual(LONGEST.get(rule.label) ?? 90);
  });
});
