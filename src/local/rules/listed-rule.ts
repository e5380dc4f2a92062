import type { Rule, Trigger } from '../matcher/rule.js';

/** Makes a rule from the row of a table: its label, its confidence, its pattern and trigger, and its examples. */
export const rule = (
  label: string,
  confidence: number,
  trigger: Trigger,
  pattern: RegExp,
  match: readonly string[],
  noMatch: readonly string[],
): Rule => ({ label, confidence, trigger, pattern, examples: { match, noMatch } });
