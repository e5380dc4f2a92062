import { AIMessage, AIMessageChunk } from '@langchain/core/messages';
import { ChatGenerationChunk } from '@langchain/core/outputs';
import { type Guardrail, isRefusal } from '../../guard/index.js';
import type { AnyChunk } from '../chunks/chunk-tail.js';
import { verdictMetadata } from '../content/verdicts.js';
import type { AnyEvent } from '../events/events.js';
import { field } from '../fields.js';

import type { AnyChatResult } from './result.js';

/** The answer in place of a refused prompt or answer. */
export interface Replacement {
  readonly text: string;
  /** Fields for the metadata of the message. */
  readonly metadata?: Readonly<Record<string, unknown>>;
}

/** Returns the policy's answer in place of refused content, or undefined if the refusal is to be thrown. */
export function replacementOf(
  guardrail: Guardrail,
  error: unknown,
  options: unknown,
): Replacement | undefined {
  if (!isRefusal(error) || !canReplace(options)) return undefined;
  const text = guardrail.replacementFor(error.decision);
  return text === undefined ? undefined : { text, metadata: { guardrail: verdictMetadata(error.decision) } };
}

/** Values of `tool_choice` that do not force a call. */
const FREE_CHOICES: ReadonlySet<unknown> = new Set([undefined, null, 'auto', 'none']);

/**
 * Tells whether a text may replace the answer of a call. If the application parses the answer, or waits for a tool call
 * that it forced, prose would only fail later and elsewhere. In these cases a refusal throws.
 */
export function canReplace(options: unknown): boolean {
  const choice = field(options, 'tool_choice');
  const kind = field(choice, 'type') ?? choice;
  const formats = [
    'response_format',
    'ls_structured_output_format',
    'format',
    'output_config',
    'outputConfig',
  ];
  const isParsed = formats.some((name) => {
    const format = field(options, name);
    return format !== undefined && format !== null && field(format, 'type') !== 'text';
  });
  return FREE_CHOICES.has(kind) && !isParsed;
}

/** States that a filter ended the answer, in OpenAI's words, which LangChain keeps. */
const FILTERED = { finish_reason: 'content_filter' };

/** Builds an answer that ends normally from a replacement. */
export function replacedResult({ text, metadata }: Replacement): AnyChatResult {
  const message = new AIMessage({ content: text, response_metadata: { ...FILTERED, ...metadata } });
  return { generations: [{ text, message, generationInfo: { ...FILTERED } }] };
}

/**
 * Builds the last chunk of a stream from a replacement.
 * @param hasBegun whether text has left before, which is then separated from the replacement
 */
export function replacedChunk({ text, metadata }: Replacement, hasBegun: boolean): AnyChunk {
  const content = hasBegun ? `\n\n${text}` : text;
  const message = new AIMessageChunk({ content, response_metadata: { ...FILTERED, ...metadata } });
  const chunk = new ChatGenerationChunk({ text: content, message, generationInfo: { ...FILTERED } });
  return chunk as unknown as AnyChunk;
}

/**
 * Builds the last events of an answer from a replacement.
 * @param hasBegun whether events have left before
 */
export function replacedEvents({ text, metadata }: Replacement, hasBegun: boolean): AnyEvent[] {
  // No block of a model has this index.
  const index = 1_000_000;
  return [
    ...(hasBegun ? [] : [{ event: 'message-start' }]),
    { event: 'content-block-start', index, content: { type: 'text', text: '' } },
    { event: 'content-block-delta', index, delta: { type: 'text-delta', text } },
    { event: 'content-block-finish', index, content: { type: 'text', text } },
    { event: 'message-finish', reason: 'content_filter', ...(metadata && { responseMetadata: metadata }) },
  ];
}
