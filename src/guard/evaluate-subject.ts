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
import { decisionEvent } from './events.js';
import type { Decision } from './policy/decision.js';
import type { Direction } from './policy/effects.js';
import type { Policy } from './policy/policy.js';
import type { Placeholders } from './redaction/placeholders.js';
import type { OpenSharing, Sharing } from './sharing/sharing.js';
import { type TracedParts, tracedCheck } from './traced-check.js';

/** The parts that a check needs. */
export interface CheckParts extends TracedParts {
  readonly evaluator: Evaluator;
  readonly policy: Policy;
  readonly placeholders: Placeholders;
  readonly sharing: OpenSharing | undefined;
}

/**
 * Decides what happens to a text and reports the decision. Under a vault it judges both forms of the text: as the model
 * wrote it, and with the originals put back.
 * @throws the abort reason; GuardrailConfigError if the text is not a string
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
  const sharing = await parts.sharing?.();
  const session = sharing && parts.evaluator.about(context, subject).sessionId;
  const beside = readBeside(parts, sharing, subject, context);
  const { unscanned = 0 } = context;
  const isRefused = unscanned > 0 && direction !== 'response' && parts.policy.unscannable === 'block';
  const asWritten: Decision = isRefused
    ? unscannable(direction, unscanned, context)
    : subject.text === ''
      ? { direction, outcome: 'allow', text: '', result: nothingToScan(context), redactions: [] }
      : await evaluateAsWritten(parts, subject, context, beside);
  await beside;
  const judged = await withOriginals(parts, subject, asWritten, context);
  const unrestored = unrestoredIn(sharing, subject, judged, session);
  const decision: Decision = {
    ...judged,
    ...(unscanned > 0 && { unscanned }),
    ...(unrestored > 0 && { unrestored }),
  };
  parts.evaluator.report(decisionEvent(decision));
  // A response ends a call, and the process may end after it.
  if (direction === 'response') await sharing?.settled(session);
  return decision;
}

/** Begins to read what other processes know of a session, if the text needs it. */
function readBeside(
  { evaluator }: CheckParts,
  sharing: Sharing | undefined,
  subject: Subject,
  context: CheckContext,
): Promise<void> | undefined {
  if (sharing === undefined || subject.text === '') return undefined;
  const session = evaluator.about(context, subject).sessionId;
  return isModelsOwn(subject)
    ? sharing.forAnswer(session, subject.text, subject.field === 'toolInput')
    : sharing.besidePrompt(session, evaluator.callOf(context));
}

/** Counts the placeholders that could not be put back in a text that the model wrote. */
function unrestoredIn(
  sharing: Sharing | undefined,
  subject: Subject,
  { text }: Decision,
  session: string | undefined,
): number {
  return sharing !== undefined && isModelsOwn(subject) ? sharing.unrestored(session, text) : 0;
}

/**
 * Passes the text of a tool that is not scanned, with the originals put back. Reports the decision. The `source` of its
 * result is `skipped`.
 * @throws the abort reason; GuardrailConfigError if the text is not a string
 */
export async function passUnjudged(
  parts: CheckParts,
  subject: Subject,
  context: CheckContext,
): Promise<Decision> {
  const { evaluator } = parts;
  context.signal?.throwIfAborted();
  if (typeof subject.text !== 'string') throw new GuardrailConfigError('text', 'must be a string');
  const { direction } = subject;
  const sharing = await parts.sharing?.();
  const session = sharing && evaluator.about(context, subject).sessionId;
  await readBeside(parts, sharing, subject, context);
  const text = isModelsOwn(subject) ? evaluator.restore(subject.text, context) : subject.text;
  const result: ScanResult = { ...nothingToScan(context), source: 'skipped' };
  const passed: Decision = { direction, outcome: 'allow', text, result, redactions: [] };
  const unrestored = unrestoredIn(sharing, subject, passed, session);
  const decision: Decision = { ...passed, ...(unrestored > 0 && { unrestored }) };
  evaluator.report(decisionEvent(decision));
  return decision;
}

/**
 * Evaluates a text as the model wrote it, with placeholders. The model never saw the originals that a tool gets back.
 */
async function evaluateAsWritten(
  { evaluator, placeholders }: CheckParts,
  subject: Subject,
  context: CheckContext,
  beside: Promise<void> | undefined,
): Promise<Decision> {
  if (!placeholders.restores || subject.field !== 'toolInput') return evaluator.evaluate(subject, context);
  // The originals must be known before they can be hidden.
  await beside;
  const { text, placed } = placeholders.conceal(subject.text, evaluator.about(context, subject).sessionId);
  // Threads hold positions in the original text.
  const { threads: _, ...rest } = context;
  const own = text === subject.text ? context : rest;
  const decision = await evaluator.evaluate({ ...subject, text }, own);
  return { ...decision, redactions: placed(decision.redactions) };
}

/** Puts the originals back, unless the policy refuses the text with them. */
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

/** Tells whether the model wrote a text: an answer, or the input of a tool. */
function isModelsOwn({ field }: Subject): boolean {
  return field === 'response' || field === 'toolInput';
}

/** Refuses a text because of files with it that cannot be scanned. */
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
