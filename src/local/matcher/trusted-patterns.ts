import type { WrittenFacts } from './pattern-facts.js';
import type { Rule } from './rule.js';

/** The place of the facts about a built-in pattern: the index of its rule in a list, and the list's facts. */
export interface FactsPlace {
  readonly facts: WrittenFacts;
  readonly index: number;
  /** The number of rules in the list. */
  readonly count: number;
}

const PATTERNS = new WeakMap<RegExp, FactsPlace | undefined>();

const RULES = new WeakSet<Rule>();

/**
 * Marks rules as the engine's own. An analyser of regular expressions has judged each to be linear (`growth.test.ts`).
 * @param facts the facts about the patterns, in the order of the rules
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

/** Tells whether a rule is the very object of a built-in rule, with no field that an application has set. */
export function isBuiltInRule(rule: Rule): boolean {
  return RULES.has(rule);
}

/** Tells whether a pattern is the very object of a built-in pattern. */
export function isBuiltIn(pattern: RegExp): boolean {
  return PATTERNS.has(pattern);
}

/** Returns the place of the facts about a pattern, if there are any. */
export function factsPlaceOf(pattern: RegExp): FactsPlace | undefined {
  return PATTERNS.get(pattern);
}
