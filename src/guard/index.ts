export { GuardrailConfigError, oneOfKeys } from '../scan/index.js';
export { type CallOptions, callOptionsIn } from './call-options.js';
export type { Conversation, ConversationPart } from './conversation.js';
export { passageOfParts } from './conversation-ranges.js';
export { type BlockReason, type Decision, decide, OUTCOMES, type Outcome, type Ruling } from './decision.js';
export {
  GuardrailScanError,
  GuardrailViolationError,
  isRefusal,
  refusalOf,
} from './errors.js';
export type { GuardrailEvent } from './events.js';
export { dataText, urlText } from './file-text.js';
export {
  createGuardrail,
  type Guardrail,
  type GuardrailOptions,
} from './guardrail.js';
export type { ConversationVerdict } from './judge-conversation.js';
export { applyRedactions, judgeSegments, type SegmentCheck } from './judge-segments.js';
export type { CheckContext, ScanMetadata } from './judging.js';
export type { OnBlock } from './on-block.js';
export {
  canBlock,
  canRedact,
  type Direction,
  type Effect,
  type FailureEffect,
  type Policy,
  type PolicyOptions,
  type PromptEffects,
  type RedactedSpan,
  type Redaction,
  type ResponseEffects,
  resolvePolicy,
  type ToolEffects,
} from './policy.js';
export type { PolicyPreset } from './presets.js';
export type {
  OnBlockedHistory,
  PromptMemoryOptions,
  PromptMemorySettings,
  PromptOptions,
  PromptRules,
  PromptScan,
  PromptScope,
  TrustedSystem,
} from './prompt-options.js';
export type { SpanFinder } from './redaction.js';
export type { RedactionOptions, RedactionStyle, VaultOptions, VaultSettings } from './redaction-options.js';
export { restoreSegments } from './restore-segments.js';
export type { RestoreOptions, Restorer } from './restoring.js';
export { type CachedScannerOptions, cachedScanner } from './scanners/cached.js';
export type { CircuitBreakerSettings } from './scanners/circuit-breaker.js';
export { classifierScanner } from './scanners/classifier.js';
export type { ClassifierAnswer, LabelScore } from './scanners/classifier-answer.js';
export type {
  ClassifierFlag,
  ClassifierScannerOptions,
  ClassifyOptions,
} from './scanners/classifier-options.js';
export { combineScanners } from './scanners/combine.js';
export { type FallbackScannerOptions, fallbackScanner } from './scanners/fallback.js';
export { type ResilientScannerOptions, resilientScanner } from './scanners/resilient.js';
export type { ScanStore } from './scanners/scan-store.js';
export { schemaWords } from './schema-words.js';
export { DATA_FIELDS, fieldTexts, hasItsShape, isTellingName, LEAST_NUMBER } from './segments/field-texts.js';
export { createJoinedStrings, mayGoOn, saidTogether } from './segments/joined-strings.js';
export type { Thread } from './segments/readings.js';
export {
  joinPassages,
  joinSegments,
  type Passage,
  passageOf,
  runningOn,
  type Segment,
  writeRedactions,
} from './segments.js';
export { snapshotOf } from './snapshot.js';
export { spellOut } from './spelled-values.js';
export { createEntryQueue, type Entry } from './stream/entry-queue.js';
export type { Lane, LaneKind } from './stream/lane.js';
export { type HeldItems, releaseInOrder } from './stream/release.js';
export type { FinalScan, StreamMode, StreamOptions, StreamProgress } from './stream/stream-options.js';
export { type HeldText, openTextBlock, type TextBlock } from './stream/text-block.js';
export type { Verifier } from './stream/verifier-face.js';
export type { ReadSystem, SystemPlace } from './system-trust.js';
export { type JudgedThrow, judgeThrown } from './thrown.js';
export type { ToolCheck } from './tool-event.js';
export {
  type Draft,
  parseableText,
  put,
  readValue,
  valueSegments,
  writableText,
  writableValue,
} from './values.js';
