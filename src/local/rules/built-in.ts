import type { Rule } from './rule.js';

const PATTERNS = new WeakSet<RegExp>();

/** Marks rules as the engine's own. An analyser of regular expressions has judged each to be linear (`growth.test.ts`). */
export function builtIn(rules: readonly Rule[]): readonly Rule[] {
  for (const { pattern, until } of rules) {
    PATTERNS.add(pattern);
    if (until !== undefined) PATTERNS.add(until);
  }
  return rules;
}

/** Whether a pattern is one of the engine's own, that very object. */
export function isBuiltIn(pattern: RegExp): boolean {
  return PATTERNS.has(pattern);
}
