import type { DetectedSpan, SpanField } from '../scan/index.js';
import { type AllowList, allowing } from './allow.js';
import { type Detector, detectorOf } from './detector.js';
import type { Rule, RuleGroup } from './matcher/rule.js';
import { DLP_RULES } from './rules/dlp/index.js';
import { isDocumentationSample } from './rules/documentation-samples.js';
import { SECRET_RULES } from './rules/secrets/index.js';
import {
  assertDetectors,
  assertRules,
  configError,
  refuseUnknownKeys,
  withTypedErrors,
} from './valid-options.js';

/** The rules for credentials: keys, tokens, private keys, connection strings, passwords. */
export const secretRules: readonly Rule[] = SECRET_RULES;

/** The rules for sensitive data: personal and payment data, and credentials. Filter it to leave some out. */
export const dlpRules: readonly Rule[] = [...DLP_RULES, ...SECRET_RULES];

const SECRETS: ReadonlySet<Rule> = new Set(SECRET_RULES);

/** Groups rules by the family in their spans: `secrets` for built-in rules of `secretRules`, `dlp` for all others. */
export function sensitiveGroups(rules: readonly Rule[]): RuleGroup[] {
  return [
    { detector: 'dlp', rules: rules.filter((rule) => !SECRETS.has(rule)) },
    { detector: 'secrets', rules: rules.filter((rule) => SECRETS.has(rule)) },
  ];
}

/** Options of `sensitiveData`. */
export interface SensitiveDataOptions {
  /** The rules to use. @default dlpRules */
  readonly rules?: readonly Rule[];
  /** Detectors of your own, in addition. Detectors with another flag than `dlp` are ignored. */
  readonly detectors?: readonly Detector[];
  /** Values that are never findings: a string for a whole match in any case, or an expression for a whole match. */
  readonly allow?: AllowList;
  /** The least confidence of a finding, from 0 to 1. @default 0.5 */
  readonly minConfidence?: number;
  /**
   * Whether samples in documentation count as findings: keys of vendors' manuals (`AKIA...EXAMPLE`), `123-45-6789`,
   * private, local and documentation addresses of IPv4. Test cards and `example.com` are always findings. @default
   * false
   */
  readonly documentationSamples?: boolean;
}

let builtIn: Detector | undefined;

const OPTIONS: ReadonlySet<string> = new Set([
  'rules',
  'detectors',
  'allow',
  'minConfidence',
  'documentationSamples',
]);

/**
 * Makes one detector of the rules for sensitive data. It finds and replaces in whole texts and in streams. Without
 * options it is made once, at first use.
 * @throws GuardrailError `ERR_GUARDRAIL_CONFIG` for an option that is not valid
 */
export function sensitiveData(options?: SensitiveDataOptions): Detector {
  if (options !== undefined) {
    refuseUnknownKeys('sensitiveData', options, OPTIONS);
    return makeDetector(options);
  }
  builtIn ??= makeDetector({});
  return builtIn;
}

function makeDetector({
  rules = dlpRules,
  detectors = [],
  allow = [],
  minConfidence,
  documentationSamples = false,
}: SensitiveDataOptions): Detector {
  assertRules('sensitiveData', rules);
  assertDetectors('sensitiveData', detectors);
  if (
    minConfidence !== undefined &&
    !(typeof minConfidence === 'number' && minConfidence >= 0 && minConfidence <= 1)
  )
    throw configError('sensitiveData minConfidence must be from 0 to 1');
  if (typeof documentationSamples !== 'boolean')
    throw configError('sensitiveData documentationSamples must be true or false');
  const isAllowed = allowing(allow);
  const own = detectors
    .filter(({ flag }) => flag === 'dlp')
    .map((detector) => ({ detector: 'dlp', rules: detector.rules }));
  const matching = {
    ...(minConfidence !== undefined && { minConfidence }),
    ...(isAllowed !== undefined && { isAllowed }),
    ...(!documentationSamples && { isSample: isDocumentationSample }),
  };
  return withTypedErrors('sensitiveData', () =>
    detectorOf('sensitive-data', 'dlp', [...sensitiveGroups(rules), ...own], matching),
  );
}

/** Finds personal data and credentials in one text, for redaction. Offsets are UTF-16 code units, half open. */
export function findSensitive(text: string, field: SpanField = 'prompt'): DetectedSpan[] {
  return sensitiveData()
    .find(text)
    .map((finding) => ({ field, ...finding }));
}
