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

/** What is judged: a prompt, a response, or both of one turn. */
export interface JudgedTexts {
  readonly prompt?: string;
  readonly response?: string;
  readonly context?: string;
  readonly profileName?: string;
}

/** One result, and what it comes to. */
export interface EndedScan {
  readonly end: ScanEnd;
  readonly result: ScanResult;
}

/** How a scan ended, and its results: one, or by a policy one for each text. */
export interface Judgement {
  readonly end: ScanEnd;
  readonly scans: readonly [EndedScan, ...EndedScan[]];
}

/** The worst of what several scans come to. */
function judgementOf(scans: readonly [EndedScan, ...EndedScan[]]): Judgement {
  return { end: worstEnd(scans.map(({ end }) => end)), scans };
}

/** The scanner's own word, in one scan. */
export async function judgeByScanner(scanner: ContentScanner, texts: JudgedTexts): Promise<Judgement> {
  const request: ScanRequest = { ...texts };
  const result = await runInFull(scanner, request);
  return judgementOf([{ end: endOf(result), result }]);
}

/** What a policy makes of each text. A scan that failed is told as that, whatever the policy lets pass. */
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

/** A text with what is sensitive replaced; no text where that could not be done. */
export interface RedactedSource extends Judgement {
  readonly text?: string;
  /** How many places were replaced. */
  readonly replaced: number;
}

/**
 * Redacts one text. The text is there only where it was judged in full, and everything sensitive in it was replaced: no policy
 * lets it through as it is.
 */
export async function redactSource(
  scanner: ContentScanner,
  policy: PolicyOptions | undefined,
  texts: JudgedTexts,
): Promise<RedactedSource> {
  const decisions = await decisionsOn(scanner, redacting(policy), texts);
  // Of a prompt and a response, the response is what is asked for; the prompt counts for the end.
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

/** A policy under which sensitive data is replaced in every direction. */
function redacting(policy: PolicyOptions = { preset: 'redact' }): PolicyOptions {
  const { prompt, response, tool } = policy;
  return {
    ...policy,
    prompt: { ...prompt, dlp: 'redact' },
    response: { ...response, dlp: 'redact' },
    tool: { ...tool, dlp: 'redact' },
    // What stands in place of a refusal is for a chat, and would look like the text.
    onBlock: 'throw',
  };
}
