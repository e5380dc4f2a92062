import {
  type CheckContext,
  type Decision,
  type Guardrail,
  joinSegments,
  refusalOf,
  type Segment,
  writeRedactions,
} from '../guard/index.js';
import { type CallParams, type Model, recordOf, stringOf } from './parts.js';
import { type PromptText, readPrompt } from './prompt-text.js';
import { type GuardrailVerdict, verdictOf } from './results.js';
import { readToolDescriptions } from './tool-descriptions.js';

/** What the checks of one call have in common. */
export interface CallContext extends CheckContext {
  /** The last user message as the model sees it; travels beside the response. */
  readonly prompt?: string;
  /** What the checks of the prompt said; travels with the result. */
  readonly verdicts?: readonly GuardrailVerdict[];
}

/** Names that `providerOptions.guardrail` may set for one call. None of them can turn the guard off. */
const CALL_OPTIONS = [
  'sessionId',
  'trId',
  'appName',
  'appUser',
  'userIp',
  'profileName',
  'profileId',
] as const;

/** Metadata, abort signal and model of a call. */
export function contextOf(
  params: Pick<CallParams, 'providerOptions' | 'abortSignal'>,
  model: Pick<Model, 'modelId'> | undefined,
): CallContext {
  const options = recordOf(params.providerOptions, 'guardrail');
  const given = CALL_OPTIONS.map((key) => [key, stringOf(options, key)] as const);
  return {
    ...(model?.modelId !== undefined && { inferred: { aiModel: model.modelId } }),
    ...Object.fromEntries(given.filter(([, value]) => value !== undefined)),
    ...(params.abortSignal && { signal: params.abortSignal }),
  };
}

/** A prompt that has passed. */
export interface CheckedPrompt {
  readonly params: CallParams;
  readonly context: CallContext;
}

/**
 * Judges a prompt by the guardrail's prompt options: words together, each tool result as a tool event.
 * @returns params of their own identity, rewritten where the policy redacts or messages are dropped
 * @throws GuardrailViolationError or GuardrailScanError; the abort reason
 */
export async function checkPrompt(
  guardrail: Guardrail,
  params: CallParams,
  context: CallContext,
): Promise<CheckedPrompt> {
  const { system, toolDescriptions } = guardrail.prompt;
  const text = readPrompt(params.prompt, { system });
  const parts = toolDescriptions ? [...text.parts, ...readToolDescriptions(params['tools'])] : text.parts;
  const roles = params.prompt.map(({ role }) => role);
  const verdict = await guardrail.enforceConversation({ roles, parts }, context);
  const written = verdict.rewritten ? text.prompt : params.prompt;
  const kept = written.filter((_, message) => !verdict.isDropped(message));
  const prompt = kept.length === written.length ? written : kept;
  return {
    params: { ...params, prompt },
    context: { ...context, prompt: lastTurn(prompt), verdicts: verdict.decisions.map(verdictOf) },
  };
}

/** The last words of the user as they stand in a prompt. */
export function lastTurn(prompt: CallParams['prompt']): string {
  const last = prompt.findLast(({ role }) => role === 'user');
  return last === undefined ? '' : joinSegments(readPrompt([last]).lastUser);
}

/** Pieces of text that are judged as one, and who judges them. */
export interface Check {
  readonly segments: readonly Segment[];
  readonly enforce: (text: string) => Promise<Decision>;
}

/** The checks of a prompt: its words in one, each tool result as a tool event. */
export function promptChecks(
  guardrail: Guardrail,
  { segments, toolResults }: Pick<PromptText, 'segments' | 'toolResults'>,
  context: CheckContext,
): Check[] {
  return [
    { segments, enforce: (text) => guardrail.enforcePrompt(text, context) },
    ...toolResults.map(({ toolName, segments: output }) => ({
      segments: output,
      enforce: (text: string) => guardrail.enforceTool({ name: toolName, output: text }, context),
    })),
  ];
}

/**
 * Judges all, then writes what is redacted to its places: nothing is rewritten where anything is refused.
 * @throws GuardrailViolationError or GuardrailScanError; the abort reason
 */
export async function judgeAll(
  checks: readonly Check[],
): Promise<{ readonly rewritten: boolean; readonly verdicts: readonly GuardrailVerdict[] }> {
  const judged = await Promise.all(
    checks.map(async ({ segments, enforce }) => {
      const text = joinSegments(segments);
      return { segments, text, decision: await enforce(text) };
    }),
  );
  const redacted = judged.filter(({ decision }) => decision.outcome === 'redact');
  for (const { decision, segments } of redacted) write(segments, decision);
  // Where there was no text there was no scan, and nothing to tell.
  const told = judged.filter(({ text }) => text !== '');
  return {
    rewritten: redacted.length > 0,
    verdicts: told.map(({ decision }) => verdictOf(decision)),
  };
}

/**
 * Writes a redaction to its places.
 * @throws GuardrailViolationError where a finding lies in a place that cannot be rewritten
 */
export function write(segments: readonly Segment[], decision: Decision): void {
  if (writeRedactions(segments, decision.redactions)) return;
  throw refusalOf({ ...decision, outcome: 'block', text: '', redactions: [], reason: 'redaction_failed' });
}
