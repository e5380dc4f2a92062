import type { Decision, PolicyOptions } from '../../index.js';
import {
  type ContentScanner,
  firedFlags,
  isFailedScan,
  type ScanRequest,
  type ScanResult,
} from '../../scan/index.js';
import { runInFull } from '../../scanners/index.js';
import { endOf, type ScanEnd, worstEnd } from './verdict-code.js';

/** The judged texts: a prompt, a response, or both of one turn. */
export interface JudgedTexts {
  readonly prompt?: string;
  readonly response?: string;
  readonly context?: string;
  readonly profileName?: string;
}

/** One result, and how its scan ended. */
export interface EndedScan {
  readonly end: ScanEnd;
  readonly result: ScanResult;
}

/** The end of a judgement, and its results: one, or with a policy one for each text. */
export interface Judgement {
  readonly end: ScanEnd;
  readonly scans: readonly [EndedScan, ...EndedScan[]];
}

/** Returns the worst end of several scans. */
function judgementOf(scans: readonly [EndedScan, ...EndedScan[]]): Judgement {
  return { end: worstEnd(scans.map(({ end }) => end)), scans };
}

/** Judges by the scanner's own action, in one scan. */
export async function judgeByScanner(scanner: ContentScanner, texts: JudgedTexts): Promise<Judgement> {
  const request: ScanRequest = { ...texts };
  const result = await runInFull(scanner, request);
  return judgementOf([{ end: endOf(result), result }]);
}

/** Judges each text by a policy. A failed scan is reported as failed, even if the policy lets the text pass. */
export async function judgeByPolicy(
  scanner: ContentScanner,
  policy: PolicyOptions,
  texts: JudgedTexts,
): Promise<Judgement> {
  const [first, ...others] = await decisionsOn(scanner, policy, texts);
  return judgementOf([endedBy(first), ...others.map(endedBy)]);
}

async function decisionsOn(
  scanner: ContentScanner,
  policy: PolicyOptions,
  { prompt, response, context, profileName }: JudgedTexts,
): Promise<[Decision, ...Decision[]]> {
  const { createGuardrail } = await import('../../index.js');
  const guardrail = createGuardrail({ scanner, policy });
  const named = profileName === undefined ? {} : { profileName };
  const ofResponse = async (text: string): Promise<Decision> =>
    guardrail.checkResponse(text, {
      ...named,
      ...(prompt !== undefined && { prompt }),
      ...(context !== undefined && { context }),
    });
  if (prompt === undefined) return [await ofResponse(response ?? '')];
  const first = await guardrail.checkPrompt(prompt, named);
  return response === undefined ? [first] : [first, await ofResponse(response)];
}

function endedBy({ outcome, reason, result }: Decision): EndedScan {
  if (reason === 'scan_failed' || isFailedScan(result)) return { end: 'failed', result };
  return { end: outcome === 'redact' ? 'warn' : outcome, result };
}

/** A text with sensitive data replaced. The text is absent if that could not be done. */
export interface RedactedSource extends Judgement {
  readonly text?: string;
  /** The number of replaced places. */
  readonly replaced: number;
}

/**
 * Redacts one text. The text is returned only if it was judged in full and all sensitive data in it was replaced. No
 * policy lets it through unchanged.
 */
export async function redactSource(
  scanner: ContentScanner,
  policy: PolicyOptions | undefined,
  texts: JudgedTexts,
): Promise<RedactedSource> {
  const decisions = await decisionsOn(scanner, redacting(policy), texts);
  // With a prompt and a response, the response is the requested text. The prompt only counts for the end.
  const last = decisions.at(-1) ?? decisions[0];
  const [first, ...others] = decisions;
  const judgement = judgementOf([endedBy(first), ...others.map(endedBy)]);
  const { outcome, text, redactions, result } = last;
  const isSensitive = firedFlags(result).some(({ flag, side }) => flag === 'dlp' && side === last.direction);
  const isIncomplete = isFailedScan(result) || result.degraded === true;
  if (isIncomplete || judgement.end === 'failed') return { ...judgement, end: 'failed', replaced: 0 };
  const isLeft = isSensitive && redactions.length === 0;
  if (outcome === 'block' || judgement.end === 'block' || isLeft)
    return { ...judgement, end: 'block', replaced: 0 };
  return { ...judgement, text, replaced: redactions.length };
}

/** Returns a policy that replaces sensitive data in every direction. */
function redacting(policy: PolicyOptions = { preset: 'redact' }): PolicyOptions {
  const { prompt, response, tool } = policy;
  return {
    ...policy,
    prompt: { ...prompt, dlp: 'redact' },
    response: { ...response, dlp: 'redact' },
    tool: { ...tool, dlp: 'redact' },
    // The replacement of a refusal is meant for a chat, and would look like the text.
    onBlock: 'throw',
  };
}
