import {
  DEFAULT_PROFILE_NAME,
  failedScan,
  GuardrailConfigError,
  NOTHING_DETECTED,
  type ScanResult,
} from '../scan/index.js';
import type { CheckContext, Subject } from './check-context.js';
import type { Evaluator } from './evaluate.js';
import { evaluateRestored } from './evaluate-restored.js';
import type { Decision } from './policy/decision.js';
import type { Direction } from './policy/effects.js';
import type { Policy } from './policy/policy.js';
import type { Placeholders } from './redaction/placeholders.js';
import { type TracedParts, tracedCheck } from './traced-check.js';

/** What a check needs. */
export interface CheckParts extends TracedParts {
  readonly evaluator: Evaluator;
  readonly policy: Policy;
  readonly placeholders: Placeholders;
}

/**
 * Decides what becomes of a text, in both forms that it has under a vault: as the model wrote it, and with what the vault
 * puts back. Reports the decision.
 * @throws the abort reason; GuardrailConfigError for a text that is no string
 */
export async function evaluateSubject(
  parts: CheckParts,
  subject: Subject,
  context: CheckContext,
): Promise<Decision> {
  context.signal?.throwIfAborted();
  // Patterns would read an object as "[object Object]" and find it harmless.
  if (typeof subject.text !== 'string') throw new GuardrailConfigError('text', 'must be a string');
  return tracedCheck(parts, subject, () => judgeSubject(parts, subject, context));
}

async function judgeSubject(parts: CheckParts, subject: Subject, context: CheckContext): Promise<Decision> {
  const { direction } = subject;
  const { unscanned = 0 } = context;
  const isRefused = unscanned > 0 && direction !== 'response' && parts.policy.unscannable === 'block';
  const asWritten: Decision = isRefused
    ? unscannable(direction, unscanned, context)
    : subject.text === ''
      ? { direction, outcome: 'allow', text: '', result: nothingToScan(context), redactions: [] }
      : await evaluateAsWritten(parts, subject, context);
  const judged = await withOriginals(parts, subject, asWritten, context);
  const decision: Decision = unscanned > 0 ? { ...judged, unscanned } : judged;
  const { outcome, reason, result, redactions } = decision;
  parts.evaluator.report({
    type: 'decision',
    direction: decision.direction,
    outcome,
    result,
    redactions: redactions.length,
    ...(reason !== undefined && { reason }),
    ...(unscanned > 0 && { unscanned }),
  });
  return decision;
}

/**
 * Lets the text of a tool that is not to be scanned through, with what a vault puts back. Reports the decision, whose result
 * says `skipped` as its source.
 * @throws the abort reason; GuardrailConfigError for a text that is no string
 */
export async function passUnjudged(
  { evaluator }: CheckParts,
  subject: Subject,
  context: CheckContext,
): Promise<Decision> {
  context.signal?.throwIfAborted();
  if (typeof subject.text !== 'string') throw new GuardrailConfigError('text', 'must be a string');
  const { direction } = subject;
  const text = isModelsOwn(subject) ? evaluator.restore(subject.text, context) : subject.text;
  const result: ScanResult = { ...nothingToScan(context), source: 'skipped' };
  const decision: Decision = { direction, outcome: 'allow', text, result, redactions: [] };
  evaluator.report({ type: 'decision', direction, outcome: 'allow', result, redactions: 0 });
  return decision;
}

/**
 * Evaluates the words of the model itself, with placeholders: what a tool is to get back was never the model's to see.
 */
async function evaluateAsWritten(
  { evaluator, placeholders }: CheckParts,
  subject: Subject,
  context: CheckContext,
): Promise<Decision> {
  if (!placeholders.restores || subject.field !== 'toolInput') return evaluator.evaluate(subject, context);
  const { text, placed } = placeholders.conceal(subject.text, evaluator.about(context, subject).sessionId);
  // Threads have their places in the text as it came.
  const { threads: _, ...rest } = context;
  const own = text === subject.text ? context : rest;
  const decision = await evaluator.evaluate({ ...subject, text }, own);
  return { ...decision, redactions: placed(decision.redactions) };
}

/** Puts back what a vault holds, unless the policy refuses the text with it. */
async function withOriginals(
  { evaluator, policy, placeholders }: CheckParts,
  subject: Subject,
  decision: Decision,
  context: CheckContext,
): Promise<Decision> {
  if (!placeholders.restores || !isModelsOwn(subject) || decision.outcome === 'block') return decision;
  const text = evaluator.restore(decision.text, context);
  if (text === decision.text) return decision;
  const refused = await evaluateRestored(evaluator, policy, { ...subject, text }, context);
  return refused ?? { ...decision, text };
}

/** Whether a text is the model's own: an answer, or what it calls a tool with. */
function isModelsOwn({ field }: Subject): boolean {
  return field === 'response' || field === 'toolInput';
}

/** Refuses a text for what goes along with it and cannot be scanned. */
function unscannable(direction: Direction, unscanned: number, context: CheckContext): Decision {
  const problem = `${unscanned} of its files (images, audio, PDFs) cannot be scanned`;
  const result = failedScan(context, problem, 0, { kind: 'content' });
  return { direction, outcome: 'block', text: '', result, redactions: [], reason: 'scan_failed' };
}

/** Makes the verdict on an empty text, which no scanner needs to see. */
function nothingToScan(context: CheckContext): ScanResult {
  return {
    action: 'allow',
    severity: 'SAFE',
    categories: ['safe'],
    scanId: '',
    reportId: '',
    profileName: context.profileName ?? DEFAULT_PROFILE_NAME,
    ...NOTHING_DETECTED,
    latencyMs: 0,
  };
}
