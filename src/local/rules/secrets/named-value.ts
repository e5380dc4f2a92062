import type { Rule, Trigger } from '../../matcher/rule.js';
import { type FormatPart, patternRule, sampleOf } from './format.js';

/**
 * Between a name and its value. At most one blank before a value without quotes, so that the trigger's sign stands within
 * two characters of it.
 */
export const ASSIGNED =
  '["\']?\\]?(?:\\s{0,3}(?::=|=>|={1,2}|:)\\s?["\'`]?|\\s{0,3}(?::=|=>|={1,2}|:)\\s{1,3}["\'`]|\\s["\'`])';

/** Rules whose value stands behind a name with one of these parts in it. */
export const named = (names: readonly string[]): Trigger => ({ names, after: '=:>"\'`' });

/** A credential without marks of its own: its vendor in the name it is assigned to, and the vendor's length and alphabet. */
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
