export { type BlockReason, type Decision, decide, type Outcome, type Ruling } from './decision.js';
export { GuardrailConfigError, GuardrailScanError, GuardrailViolationError, refusalOf } from './errors.js';
export type { GuardrailEvent } from './events.js';
export { dataText, urlText } from './file-text.js';
export {
  type CheckContext,
  createGuardrail,
  type Guardrail,
  type GuardrailOptions,
  type ScanMetadata,
  type ToolCheck,
} from './guardrail.js';
export {
  canBlock,
  canRedact,
  type Direction,
  type Effect,
  type FailureEffect,
  type Policy,
  type PolicyOptions,
  type PolicyPreset,
  type PromptEffects,
  type RedactedSpan,
  type Redaction,
  type RedactionStyle,
  type ResponseEffects,
  resolvePolicy,
  type ToolEffects,
} from './policy.js';
export type { SpanFinder } from './redaction.js';
export { joinSegments, type Segment, writeJson, writeRedactions } from './segments.js';
