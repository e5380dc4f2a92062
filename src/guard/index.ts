export { failureKindOf, GuardrailConfigError, oneOfKeys } from '../scan/index.js';
export { type CallOptions, callOptionsIn } from './call-options.js';
export type { CheckContext, MetadataContext, ScanMetadata } from './check-context.js';
export {
  type ConsoleLoggerOptions,
  consoleLogger,
  type EventLogger,
  type LogLevel,
} from './console-logger.js';
export type { Conversation, ConversationPart } from './conversation/conversation.js';
export type { ConversationVerdict } from './conversation/enforce-conversation.js';
export type {
  OnBlockedHistory,
  PromptMemoryOptions,
  PromptMemorySettings,
  PromptOptions,
  PromptRules,
  PromptScan,
  PromptScope,
  TrustedSystem,
} from './conversation/prompt-options.js';
export { passageOfParts } from './conversation/ranges.js';
export type { ReadSystem, SystemPlace } from './conversation/system-trust.js';
export {
  GuardrailScanError,
  GuardrailViolationError,
  isRefusal,
  refusalOf,
} from './errors.js';
export { evaluateThrown, type ThrownDecision } from './evaluate-thrown.js';
export type { GuardrailEvent } from './events.js';
export { createGuardrail, type Guardrail } from './guardrail.js';
export type { GuardrailOptions } from './guardrail-options.js';
export { decide } from './policy/decide.js';
export { type BlockReason, type Decision, OUTCOMES, type Outcome, type Ruling } from './policy/decision.js';
export type {
  Direction,
  Effect,
  FailureEffect,
  PromptEffects,
  ResponseEffects,
  ToolEffects,
} from './policy/effects.js';
export type { OnBlock } from './policy/on-block.js';
export type { FailureEffects, OnScanFailure } from './policy/on-failure.js';
export { canBlock, canRedact, type Policy, type PolicyOptions, resolvePolicy } from './policy/policy.js';
export type { PolicyPreset } from './policy/presets.js';
export type { RedactedSpan, Redaction } from './policy/redacted-span.js';
export type {
  RedactionOptions,
  RedactionStyle,
  VaultOptions,
  VaultSettings,
} from './policy/redaction-options.js';
export type { SpanFinder } from './redaction/redact-text.js';
export type { RestoreOptions, Restorer } from './redaction/restore.js';
export { restoreSegments } from './restore-segments.js';
export type { ScanProfile, ScanProfiles } from './scan-profiles.js';
export { applyRedactions, enforceSegments, type SegmentCheck } from './segments/enforce-segments.js';
export { DATA_FIELDS, fieldTexts, hasItsShape, isTellingName, LEAST_NUMBER } from './segments/field-texts.js';
export { dataText, isUnscanned, urlText } from './segments/file-text.js';
export { createJoinedStrings, mayGoOn, saidTogether } from './segments/joined-strings.js';
export type { Turn } from './segments/labelled-turns.js';
export type { Thread } from './segments/readings.js';
export { schemaWords } from './segments/schema-words.js';
export {
  joinPassages,
  joinSegments,
  type Passage,
  passageOf,
  runningOn,
  type Segment,
  writeRedactions,
} from './segments/segments.js';
export { snapshotOf } from './segments/snapshot.js';
export { spellOut } from './segments/spelled-values.js';
export {
  type Draft,
  parseableText,
  put,
  readValue,
  valueSegments,
  writableText,
  writableValue,
} from './segments/values.js';
export { createEntryQueue, type Entry } from './stream/entry-queue.js';
export type { Lane, LaneKind } from './stream/lane.js';
export { type HeldItems, releaseInOrder } from './stream/release.js';
export type { FinalScan, StreamMode, StreamOptions, StreamProgress } from './stream/stream-options.js';
export { type HeldText, openTextBlock, type TextBlock } from './stream/text-block.js';
export type { HeldInput, ToolInputStream, Verifier } from './stream/verifier-face.js';
export type {
  CheckEnd,
  CheckStart,
  CheckTrace,
  GuardrailTelemetry,
  ScanStart,
  ScanTrace,
} from './telemetry.js';
export type { ToolCheck } from './tool-event.js';
export type { ToolOptions } from './tool-rules.js';
export {
  type GuardrailResults,
  type GuardrailVerdict,
  isVerdict,
  resultsOf,
  travellingVerdict,
  verdictOf,
} from './verdicts.js';
