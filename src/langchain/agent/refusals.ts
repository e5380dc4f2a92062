import { AIMessage, ToolMessage } from '@langchain/core/messages';
import type { Guardrail, GuardrailScanError, GuardrailViolationError } from '../../guard/index.js';
import { createBoundedMap, heldBytes } from '../../scan/index.js';
import { field, list } from '../fields.js';

/** What the guard refused in a run of an agent. */
export type Refusal = GuardrailViolationError | GuardrailScanError;

/** The refusals of one middleware, by the messages that tell of them. */
export interface Refusals {
  /** The text that answers in place of what was refused. */
  textOf(refusal: Refusal): string;
  /** Metadata of a message that tells of a refusal. */
  metadataOf(refusal: Refusal): Record<string, unknown>;
  /** The agent's answer in place of what was refused. */
  answer(refusal: Refusal): AIMessage;
  /** The result of a tool that was refused, for the model to read. */
  toolResult(refusal: Refusal, toolCall: unknown): ToolMessage;
  /**
   * The refusal that a message tells of, and of nothing else: who has seen such a message could write words of his own beside
   * its metadata.
   */
  find(message: unknown): Refusal | undefined;
  /** The first refusal that messages tell of; from then on none of them tells of any. */
  take(messages: readonly unknown[]): Refusal | undefined;
}

/** What the agent says where the policy has no text of its own. */
const ANSWERS = {
  blocked: 'I cannot help with that: it was blocked by a safety policy.',
  failed: 'I cannot answer right now: the safety check did not succeed. Please try again.',
};

/** What a model reads in place of the result of a tool. */
const TOOL_RESULTS = {
  blocked: 'This tool call was blocked by a safety policy.',
  failed: 'The safety check of this tool call did not succeed, so its result is not available.',
};

/** How many refusals are remembered until somebody asks for them, and how much of them: a verdict has as many places. */
const REMEMBERED = { maxEntries: 1_000, maxBytes: 8 * 1024 * 1024 };

/** Starts with none. */
export function createRefusals(guardrail: Guardrail): Refusals {
  const byId = createBoundedMap<string, Refusal>(REMEMBERED);
  const isFailure = ({ code }: Refusal): boolean => code === 'ERR_GUARDRAIL_UNAVAILABLE';
  const textOf = (refusal: Refusal): string =>
    guardrail.replacementFor(refusal.decision) ?? (isFailure(refusal) ? ANSWERS.failed : ANSWERS.blocked);
  const toolTextOf = (refusal: Refusal): string =>
    isFailure(refusal) ? TOOL_RESULTS.failed : TOOL_RESULTS.blocked;
  const metadataOf = (refusal: Refusal): Record<string, unknown> => {
    const id = globalThis.crypto.randomUUID();
    byId.set(id, refusal, heldBytes(refusal.decision));
    const { direction, result } = refusal;
    const { categories, severity, scanId, reportId } = result;
    return {
      guardrail: { outcome: 'block', direction, categories, severity, scanId, reportId, refusal: id },
    };
  };
  return {
    textOf,
    metadataOf,
    answer: (refusal) => new AIMessage({ content: textOf(refusal), response_metadata: metadataOf(refusal) }),
    toolResult: (refusal, toolCall) => toolError(toolCall, toolTextOf(refusal), metadataOf(refusal)),
    find(message) {
      const refusal = byId.get(idOf(message) ?? '');
      if (refusal === undefined || hasMore(message)) return undefined;
      const words = [textOf(refusal), toolTextOf(refusal)];
      return words.some((own) => own === field(message, 'content')) ? refusal : undefined;
    },
    take(messages) {
      const ids = messages.flatMap((message) => idOf(message) ?? []);
      const [refusal] = ids.flatMap((id) => byId.get(id) ?? []);
      for (const id of ids) byId.delete(id);
      return refusal;
    },
  };
}

/** What a model reads in place of the result of a tool. */
export function toolError(
  toolCall: unknown,
  content: string,
  metadata?: Record<string, unknown>,
): ToolMessage {
  const name = field(toolCall, 'name');
  const id = field(toolCall, 'id');
  return new ToolMessage({
    content,
    tool_call_id: typeof id === 'string' ? id : '',
    ...(typeof name === 'string' && { name }),
    status: 'error',
    ...(metadata && { response_metadata: metadata }),
  });
}

/** Whether a message has places that the words of a refusal do not fill. */
function hasMore(message: unknown): boolean {
  if (field(message, 'artifact') !== undefined || list(field(message, 'tool_calls')).length > 0) return true;
  return Object.keys(Object(field(message, 'additional_kwargs'))).length > 0;
}

function idOf(message: unknown): string | undefined {
  const id = field(field(field(message, 'response_metadata'), 'guardrail'), 'refusal');
  return typeof id === 'string' ? id : undefined;
}
