// This entry finds and replaces sensitive data. It leaves out the rest of the embedded engine, for small bundles.
export type { AllowList } from './allow.js';
export {
  DETECTOR_FLAGS,
  type Detector,
  type DetectorFlag,
  type DetectorOptions,
  defineDetector,
} from './detector.js';
export type { Finding } from './matcher/matcher.js';
export type { RedactedFinding, Replacement } from './matcher/replacement.js';
export type { Context, Rule, Trigger } from './matcher/rule.js';
export type { StreamingFinder, StreamPiece } from './matcher/streaming-finder.js';
export type { StreamingRedactor } from './matcher/streaming-redactor.js';
export {
  dlpRules,
  findSensitive,
  type SensitiveDataOptions,
  secretRules,
  sensitiveData,
} from './sensitive.js';
