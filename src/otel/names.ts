import type { Attributes } from '@opentelemetry/api';
import { type CheckStart, failureKindOf, type GuardrailEvent } from '../guard/index.js';

/** The name of the tracer and of the meter. */
export const INSTRUMENTATION = 'airs-guardrails';

/**
 * The attributes of spans and metrics. Attributes of the GenAI semantic conventions are used where they exist (version
 * 1.41.0: `gen_ai.conversation.id`, `gen_ai.tool.name`; `error.type` from the general ones). The conventions do not
 * cover guardrails, so the others are defined here.
 */
export const ATTRIBUTE = {
  conversation: 'gen_ai.conversation.id',
  tool: 'gen_ai.tool.name',
  error: 'error.type',
  statusCode: 'http.response.status_code',
  direction: 'airs_guardrails.direction',
  streamed: 'airs_guardrails.streamed',
  scanner: 'airs_guardrails.scanner',
  outcome: 'airs_guardrails.outcome',
  reason: 'airs_guardrails.reason',
  action: 'airs_guardrails.action',
  severity: 'airs_guardrails.severity',
  categories: 'airs_guardrails.categories',
  category: 'airs_guardrails.category',
  redactions: 'airs_guardrails.redactions',
  scanId: 'airs_guardrails.scan_id',
  reportId: 'airs_guardrails.report_id',
  profile: 'airs_guardrails.profile',
  transaction: 'airs_guardrails.transaction_id',
  degraded: 'airs_guardrails.degraded',
  cached: 'airs_guardrails.cached',
  heldChars: 'airs_guardrails.held.characters',
  heldMs: 'airs_guardrails.held.milliseconds',
  content: 'airs_guardrails.content',
} as const;

type Result = GuardrailEvent['result'];

/** Tells whether a verdict came from a cache. */
export const isCached = ({ source }: Result): boolean => source === 'cache';

/** Returns the attributes of a check that are known when it begins. */
export function attributesOfCheck({ direction, toolName, streamed }: CheckStart): Attributes {
  return {
    [ATTRIBUTE.direction]: direction,
    [ATTRIBUTE.streamed]: streamed,
    ...(toolName !== undefined && { [ATTRIBUTE.tool]: toolName }),
  };
}

/** Returns the span attributes of a verdict: ids, flags and names. A result holds no content. */
export function attributesOfResult(result: Result): Attributes {
  const { action, severity, categories, scanId, reportId, profileName, sessionId, trId } = result;
  return {
    [ATTRIBUTE.action]: action,
    [ATTRIBUTE.severity]: severity,
    [ATTRIBUTE.categories]: [...categories],
    [ATTRIBUTE.profile]: profileName,
    ...(scanId !== '' && { [ATTRIBUTE.scanId]: scanId }),
    ...(reportId !== '' && { [ATTRIBUTE.reportId]: reportId }),
    ...(sessionId !== undefined && { [ATTRIBUTE.conversation]: sessionId }),
    ...(trId !== undefined && { [ATTRIBUTE.transaction]: trId }),
    ...(result.degraded === true && { [ATTRIBUTE.degraded]: true }),
    ...(isCached(result) && { [ATTRIBUTE.cached]: true }),
    ...attributesOfFailure(result),
  };
}

/** Returns the class of a failed scan, and its HTTP status if there was one. */
export function attributesOfFailure(result: Result): Attributes {
  const { error, failure } = result;
  if (error === undefined) return {};
  return {
    [ATTRIBUTE.error]: failureKindOf(result),
    ...(failure?.statusCode !== undefined && { [ATTRIBUTE.statusCode]: failure.statusCode }),
  };
}
