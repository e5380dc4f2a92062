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

/** What the checks of one call have in common. */
export interface CallContext extends CheckContext {
  /** The last user message as the model sees it; travels beside the response. */
  readonly prompt?: string;
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
export function contextOf(params: CallParams, model: Model | undefined): CallContext {
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
 * Scans a prompt: users' and assistants' words together, each tool result as a tool event.
 * @returns params of their own identity, rewritten where the policy redacts
 * @throws GuardrailViolationError or GuardrailScanError; the abort reason
 */
export async function checkPrompt(
  guardrail: Guardrail,
  params: CallParams,
  context: CallContext,
): Promise<CheckedPrompt> {
  const parts = readPrompt(params.prompt);
  const decisions = await Promise.all([
    guardrail.enforcePrompt(joinSegments(parts.segments), context).then((decision) => ({
      decision,
      segments: parts.segments,
    })),
    ...parts.toolResults.map(async ({ toolName, segments }) => ({
      decision: await guardrail.enforceTool({ name: toolName, output: joinSegments(segments) }, context),
      segments,
    })),
  ]);
  const redacted = decisions.filter(({ decision }) => decision.outcome === 'redact');
  for (const { decision, segments } of redacted) write(segments, decision);
  const prompt = redacted.length > 0 ? parts.prompt : params.prompt;
  return { params: { ...params, prompt }, context: { ...context, prompt: lastTurn(parts, prompt) } };
}

function lastTurn(parts: PromptText, prompt: CallParams['prompt']): string {
  return joinSegments(prompt === parts.prompt ? readPrompt(prompt).lastUser : parts.lastUser);
}

/**
 * Writes a redaction to its places.
 * @throws GuardrailViolationError where a finding lies in a place that cannot be rewritten
 */
export function write(segments: readonly Segment[], decision: Decision): void {
  if (writeRedactions(segments, decision.redactions)) return;
  throw refusalOf({ ...decision, outcome: 'block', text: '', redactions: [], reason: 'redaction_failed' });
}
