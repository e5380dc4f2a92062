import { AIMessage, ToolMessage } from '@langchain/core/messages';
import type { Guardrail, GuardrailScanError, GuardrailViolationError } from '../../guard/index.js';
import { createBoundedMap, heldBytes } from '../../scan/index.js';
import { verdictMetadata } from '../content/verdicts.js';
import { field, list } from '../fields.js';

/** A refusal of the guard in a run of an agent. */
export type Refusal = GuardrailViolationError | GuardrailScanError;

/** The refusals of one middleware, by the messages that report them. */
export interface Refusals {
  /** Returns the text of the answer that replaces the refused content. */
  textOf(refusal: Refusal): string;
  /** Returns the metadata of a message that reports a refusal. */
  metadataOf(refusal: Refusal): Record<string, unknown>;
  /** Builds the agent's answer that replaces the refused content. */
  answer(refusal: Refusal): AIMessage;
  /** Builds the result of a refused tool for the model to read. */
  toolResult(refusal: Refusal, toolCall: unknown): ToolMessage;
  /**
   * Finds the refusal that a message reports. A message with any other words does not count, because anyone who has
   * seen such a message could put other words beside its metadata.
   */
  find(message: unknown): Refusal | undefined;
  /** Tells whether messages report a refusal that has not been removed. */
  knows(messages: readonly unknown[]): boolean;
  /** Removes the refusals that messages report, and returns the first. */
  drain(messages: readonly unknown[]): Refusal | undefined;
}

/** The agent's answers if the policy has no text of its own. */
const ANSWERS = {
  blocked: 'I cannot help with that: it was blocked by a safety policy.',
  failed: 'I cannot answer right now: the safety check did not succeed. Please try again.',
};

/** The results that a model reads in place of a tool's results. */
const TOOL_RESULTS = {
  blocked: 'This tool call was blocked by a safety policy.',
  failed: 'The safety check of this tool call did not succeed, so its result is not available.',
};

/** How many refusals are remembered until they are asked for, and how many bytes. A verdict may list many findings. */
const REMEMBERED = { maxEntries: 1_000, maxBytes: 8 * 1024 * 1024 };

/** Starts with no refusals. */
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
      guardrail: {
        ...verdictMetadata(refusal.decision),
        direction,
        categories,
        severity,
        scanId,
        reportId,
        refusal: id,
      },
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
    knows: (messages) => messages.some((message) => byId.get(idOf(message) ?? '') !== undefined),
    drain(messages) {
      const ids = messages.flatMap((message) => idOf(message) ?? []);
      const [refusal] = ids.flatMap((id) => byId.get(id) ?? []);
      for (const id of ids) byId.delete(id);
      return refusal;
    },
  };
}

/** Builds the failed result that a model reads in place of a tool's own. */
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

/** Tells whether a message says anything besides its content. */
function hasMore(message: unknown): boolean {
  if (field(message, 'artifact') !== undefined || list(field(message, 'tool_calls')).length > 0) return true;
  return Object.keys(Object(field(message, 'additional_kwargs'))).length > 0;
}

function idOf(message: unknown): string | undefined {
  const id = field(field(field(message, 'response_metadata'), 'guardrail'), 'refusal');
  return typeof id === 'string' ? id : undefined;
}
