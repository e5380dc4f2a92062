import type { DetectedSpan, SpanField } from '../scan/index.js';
import { type Detector, detectorOf } from './detector.js';
import type { RuleGroup } from './matcher/matcher.js';
import { DLP_RULES } from './rules/dlp/index.js';
import type { Rule } from './rules/rule.js';
import { SECRET_RULES } from './rules/secrets/index.js';

/** The rules for credentials: keys, tokens, private keys, connection strings, passwords. */
export const secretRules: readonly Rule[] = SECRET_RULES;

/** The rules for sensitive data: personal and payment data, and credentials. Filter it to leave some out. */
export const dlpRules: readonly Rule[] = [...DLP_RULES, ...SECRET_RULES];

const SECRETS: ReadonlySet<Rule> = new Set(SECRET_RULES);

/** The rules by the family that their spans name: `secrets` for ours of `secretRules`, `dlp` for all others. */
export function sensitiveGroups(rules: readonly Rule[]): RuleGroup[] {
  return [
    { detector: 'dlp', rules: rules.filter((rule) => !SECRETS.has(rule)) },
    { detector: 'secrets', rules: rules.filter((rule) => SECRETS.has(rule)) },
  ];
}

let builtIn: Detector | undefined;

/** The built-in rules as one detector. Made at first use, so that an import costs nothing. */
export function sensitiveData(): Detector {
  builtIn ??= detectorOf('sensitive-data', 'dlp', sensitiveGroups(dlpRules));
  return builtIn;
}

/** Personal data and credentials in one text, for redaction. Offsets are UTF-16 code units, half open. */
export function findSensitive(text: string, field: SpanField = 'prompt'): DetectedSpan[] {
  return sensitiveData()
    .find(text)
    .map((finding) => ({ field, ...finding }));
}
