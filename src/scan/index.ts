export { linkedSignal, MAX_TIMER_MS, untilAborted, wait, withinTime } from './abort.js';
export { createBoundedMap } from './bounded-map.js';
export {
  CATEGORIES,
  CATEGORY_ALIASES,
  DETECTORS,
  hasCategory,
  resolveCategory,
} from './categories.js';
export {
  type AttemptEnd,
  type BreakerState,
  type CircuitBreakerSettings,
  circuitBreaker,
  closedBreaker,
  endOfAbort,
  endOfFailure,
} from './circuit-breaker.js';
export {
  findGuardrailError,
  GuardrailConfigError,
  GuardrailError,
  type GuardrailErrorCode,
  isGuardrailError,
} from './errors.js';
export {
  DEFAULT_PROFILE_NAME,
  failedScan,
  failureKindOf,
  isFailedScan,
  NOTHING_DETECTED,
} from './failure.js';
export { firstIndex } from './first-index.js';
export { boundedResult, RESULT_FIELDS } from './foreign-result.js';
export { detached, heldBytes } from './held-bytes.js';
export { isRecord } from './is-record.js';
export { patternLabel, patternName } from './pattern-names.js';
export { plainVerdict } from './plain-verdict.js';
export { identifierOf, printable } from './printable.js';
export { createRecencyMap, type RecencyMap } from './recency-map.js';
export type { AgentMeta, ScanRequest, ToolEvent, ToolEventMetadata } from './request.js';
export type {
  Action,
  DetectedSpan,
  FailureKind,
  PromptDetected,
  ResponseDetected,
  ScanDetails,
  ScanFailure,
  ScanResult,
  Severity,
  SpanField,
  ToolDetected,
} from './result.js';
export { isAction, isScanResult, isTexts } from './result-shape.js';
export { callSafely } from './safe-call.js';
export type { ContentScanner, ScanOptions } from './scanner.js';
export { sectionedText, sectionsIn } from './sections.js';
export type { SharedBreaker, SharedLimits, SharedTenant, TurnLimit, Turns } from './shared-limits.js';
export { makeSlots, type WaitingBounds } from './slots.js';
export type { SpanStream, StreamPart } from './span-stream.js';
export { mergeSpans } from './spans.js';
export { type TurnPlace, turnLabel, turnPlaces, turnsIn, withoutTurns } from './turns.js';
export { utf8Length } from './utf8-length.js';
export {
  assertFunction,
  assertScanner,
  byteCount,
  flagOf,
  MIB,
  oneOf,
  oneOfKeys,
  unknownKeyIn,
  wholeNumber,
} from './valid-options.js';
export {
  firedCategories,
  firedFlags,
  judge,
  type RawVerdict,
  SEVERITIES,
  severityAtLeast,
} from './verdict.js';
export { writtenDown } from './written-down.js';
