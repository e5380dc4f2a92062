import type { ContentScanner } from '../scan/index.js';
import { INJECTION_MODEL } from './injection/weights.js';
import type { LocalScannerOptions } from './options.js';
import { makeLocalScanner } from './scanner.js';

/**
 * A scanner that judges in this process: no network, no key, nothing kept after the call.
 * @throws GuardrailError `ERR_GUARDRAIL_CONFIG` for an option that is not valid
 */
export function localScanner(options: LocalScannerOptions = {}): ContentScanner {
  return makeLocalScanner(options, INJECTION_MODEL);
}

export type { AllowList } from './allow.js';
export {
  DETECTOR_FLAGS,
  type Detector,
  type DetectorFlag,
  type DetectorOptions,
  defineDetector,
} from './detector.js';
export type { Finding } from './matcher/matcher.js';
export type { RedactedFinding, Replacement } from './matcher/redactor.js';
export type { StreamingFinder, StreamPiece } from './matcher/streaming-finder.js';
export type { StreamingRedactor } from './matcher/streaming-redactor.js';
export {
  type DetectorEffect,
  type LocalProfile,
  type LocalScannerOptions,
  PROFILE_DETECTORS,
  type ProfileDetector,
} from './options.js';
export type { Context, Rule, Trigger } from './rules/rule.js';
export {
  dlpRules,
  findSensitive,
  type SensitiveDataOptions,
  secretRules,
  sensitiveData,
} from './sensitive.js';
export {
  type DomainList,
  type DomainSet,
  domainSet,
  type UrlCategories,
  type UrlCategoriesOptions,
  urlCategories,
} from './urls/index.js';
