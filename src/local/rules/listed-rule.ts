import type { Rule, Trigger } from '../matcher/rule.js';

/** A rule as a row of a table: what it is called, how sure it is, where to look, and what it must and must not match. */
export const rule = (
  label: string,
  confidence: number,
  trigger: Trigger,
  pattern: RegExp,
  match: readonly string[],
  noMatch: readonly string[],
): Rule => ({ label, confidence, trigger, pattern, examples: { match, noMatch } });
