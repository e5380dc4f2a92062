import type { Rule, Trigger } from '../../matcher/rule.js';
import { type FormatPart, patternRule, sampleOf } from './format.js';

/**
 * The text between a name and its value. A value without quotes has at most one blank before it, so that the trigger's
 * sign stands within two characters of it.
 */
export const ASSIGNED =
  '["\']?\\]?(?:\\s{0,3}(?::=|=>|={1,2}|:)\\s?["\'`]?|\\s{0,3}(?::=|=>|={1,2}|:)\\s{1,3}["\'`]|\\s["\'`])';

/** Makes the trigger of rules whose value follows a name that contains one of these parts. */
export const named = (names: readonly string[]): Trigger => ({ names, after: '=:>"\'`' });

/**
 * Makes the rule of a credential without marks of its own. It needs the vendor in the name to which it is assigned, and
 * has the vendor's length and alphabet.
 */
export const assigned = (
  label: string,
  names: string,
  parts: readonly string[],
  value: FormatPart,
  sampleName: string,
): Rule =>
  patternRule({
    label,
    trigger: named(parts),
    pattern: new RegExp(`(?<=(?:${names})${ASSIGNED})${value.source}(?![A-Za-z0-9${value.extra}+/=])`, 'gi'),
    match: [sampleOf(`${sampleName}="`, value, '"'), sampleOf(`${sampleName}: `, value)],
    noMatch: [sampleOf('checksum="', value, '"'), sampleOf(`${sampleName}: `, value).slice(0, -1)],
  });
