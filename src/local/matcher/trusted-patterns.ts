import type { WrittenFacts } from './pattern-facts.js';
import type { Rule } from './rule.js';

/** Where what is known of a built-in pattern is written: the place of its rule in a list, and the list's facts. */
export interface FactsPlace {
  readonly facts: WrittenFacts;
  readonly index: number;
  /** How many rules the list has. */
  readonly count: number;
}

const PATTERNS = new WeakMap<RegExp, FactsPlace | undefined>();

const RULES = new WeakSet<Rule>();

/**
 * Marks rules as the engine's own. An analyser of regular expressions has judged each to be linear (`growth.test.ts`).
 * @param facts what is known of the patterns, in the order of the rules
 */
export function builtIn(rules: readonly Rule[], facts?: WrittenFacts): readonly Rule[] {
  for (const [index, rule] of rules.entries()) {
    const { pattern, until } = rule;
    RULES.add(rule);
    PATTERNS.set(pattern, facts && { facts, index, count: rules.length });
    if (until !== undefined) PATTERNS.set(until, undefined);
  }
  return rules;
}

/** Whether a rule is one of the engine's own, that very object, with nothing in it that an application has set. */
export function isBuiltInRule(rule: Rule): boolean {
  return RULES.has(rule);
}

/** Whether a pattern is one of the engine's own, that very object. */
export function isBuiltIn(pattern: RegExp): boolean {
  return PATTERNS.has(pattern);
}

/** Where what is known of a pattern is written, if it is. */
export function factsPlaceOf(pattern: RegExp): FactsPlace | undefined {
  return PATTERNS.get(pattern);
}
