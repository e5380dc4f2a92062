import { AIMessage, AIMessageChunk } from '@langchain/core/messages';
import { ChatGenerationChunk } from '@langchain/core/outputs';
import { type Guardrail, isRefusal } from '../../guard/index.js';
import type { AnyChunk } from '../chunks/chunk-tail.js';
import type { AnyEvent } from '../events/events.js';
import { field } from '../fields.js';

import type { AnyChatResult } from './result.js';

/** What stands in place of a refused prompt or answer. */
export interface Replacement {
  readonly text: string;
  /** Goes into the metadata of the message. */
  readonly metadata?: Readonly<Record<string, unknown>>;
}

/** What the policy has stand in place of what was refused; nothing where it throws, or where a text would not do. */
export function replacementOf(
  guardrail: Guardrail,
  error: unknown,
  options: unknown,
): Replacement | undefined {
  if (!isRefusal(error) || !canReplace(options)) return undefined;
  const text = guardrail.replacementFor(error.decision);
  return text === undefined ? undefined : { text };
}

/** Choices of a tool that leave it to the model whether to call one. */
const FREE_CHOICES: ReadonlySet<unknown> = new Set([undefined, null, 'auto', 'none']);

/**
 * Whether a text may stand in for the answer of a call. Where the application parses the answer, or waits for a tool call
 * that it forced, prose would only fail later and elsewhere: there a refusal throws.
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

/** What says that an answer ended by a filter; OpenAI's word, which LangChain keeps. */
const FILTERED = { finish_reason: 'content_filter' };

/** A replacement as an answer that ends normally. */
export function replacedResult({ text, metadata }: Replacement): AnyChatResult {
  const message = new AIMessage({ content: text, response_metadata: { ...FILTERED, ...metadata } });
  return { generations: [{ text, message, generationInfo: { ...FILTERED } }] };
}

/** The same as the last chunk of a stream, apart from what has left before. */
export function replacedChunk({ text, metadata }: Replacement, begun: boolean): AnyChunk {
  const content = begun ? `\n\n${text}` : text;
  const message = new AIMessageChunk({ content, response_metadata: { ...FILTERED, ...metadata } });
  const chunk = new ChatGenerationChunk({ text: content, message, generationInfo: { ...FILTERED } });
  return chunk as unknown as AnyChunk;
}

/** A replacement as the end of an answer, or as all of it. */
export function replacedEvents({ text, metadata }: Replacement, begun: boolean): AnyEvent[] {
  // An index that no block of a model has.
  const index = 1_000_000;
  return [
    ...(begun ? [] : [{ event: 'message-start' }]),
    { event: 'content-block-start', index, content: { type: 'text', text: '' } },
    { event: 'content-block-delta', index, delta: { type: 'text-delta', text } },
    { event: 'content-block-finish', index, content: { type: 'text', text } },
    { event: 'message-finish', reason: 'content_filter', ...(metadata && { responseMetadata: metadata }) },
  ];
}
