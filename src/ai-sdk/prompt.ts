import {
  type CheckContext,
  callOptionsIn,
  enforceSegments,
  type Guardrail,
  type GuardrailVerdict,
  joinSegments,
  type SegmentCheck,
  verdictOf,
} from '../guard/index.js';
import { type CallParams, type Model, stringOf } from './parts.js';
import { promptRole, readPrompt } from './prompt-text.js';
import { readToolDescriptions } from './tool-descriptions.js';

/** The context that the checks of one call share. */
export interface CallContext extends CheckContext {
  /** The last user message as the model sees it. It is scanned with the response. */
  readonly prompt?: string;
  /** The verdicts on the prompt. They are added to the result. */
  readonly verdicts?: readonly GuardrailVerdict[];
  /** The tools that the application offers in the call, in the SDK's form. */
  readonly offered?: unknown;
}

/** Tells whether the application offers a tool of this name in a call. */
export function isOffered({ offered }: CallContext, name: string): boolean {
  return Array.isArray(offered) && offered.some((tool: unknown) => stringOf(tool, 'name') === name);
}

/** Returns the metadata, abort signal and model of a call. */
export function contextOf(
  params: Pick<CallParams, 'providerOptions' | 'abortSignal'> & { readonly tools?: unknown },
  model: Pick<Model, 'modelId'> | undefined,
): CallContext {
  return {
    ...(model?.modelId !== undefined && { inferred: { aiModel: model.modelId } }),
    ...callOptionsIn(params.providerOptions?.['guardrail']),
    ...(params.abortSignal && { signal: params.abortSignal }),
    ...(params.tools !== undefined && { offered: params.tools }),
  };
}

/** A prompt that has passed. */
export interface CheckedPrompt {
  readonly params: CallParams;
  readonly context: CallContext;
}

/**
 * Judges a prompt by the guardrail's prompt options. Words are judged together, and each tool result as a tool event.
 * @returns params with an identity of their own, rewritten if the policy redacts or messages are dropped
 * @throws GuardrailViolationError or GuardrailScanError; the abort reason
 */
export async function checkPrompt(
  guardrail: Guardrail,
  params: CallParams,
  context: CallContext,
): Promise<CheckedPrompt> {
  const { toolDescriptions } = guardrail.prompt;
  const text = readPrompt(params.prompt, guardrail);
  const parts = toolDescriptions ? [...text.parts, ...readToolDescriptions(params['tools'])] : text.parts;
  const roles = params.prompt.map(promptRole);
  const verdict = await guardrail.enforceConversation({ roles, parts }, context);
  const written = verdict.rewritten ? text.prompt : params.prompt;
  const kept = written.filter((_, message) => !verdict.isDropped(message));
  const prompt = kept.length === written.length ? written : kept;
  return {
    params: { ...params, prompt },
    context: {
      ...context,
      // It is read again only if it has changed.
      prompt: prompt === params.prompt ? joinSegments(text.lastUser) : lastTurn(prompt),
      verdicts: verdict.decisions.map(verdictOf),
    },
  };
}

/** Returns the last words of the user in a prompt. */
export function lastTurn(prompt: CallParams['prompt']): string {
  const last = prompt.findLast(({ role }) => role === 'user');
  return last === undefined ? '' : joinSegments(readPrompt([last]).lastUser);
}

/**
 * Judges all checks, and returns the verdicts in the form that is added to a result.
 * @throws as `enforceSegments` does
 */
export async function judgeAll(
  checks: readonly SegmentCheck[],
): Promise<{ readonly rewritten: boolean; readonly verdicts: readonly GuardrailVerdict[] }> {
  const { rewritten, decisions } = await enforceSegments(checks);
  return { rewritten, verdicts: decisions.map(verdictOf) };
}
