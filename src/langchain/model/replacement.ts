import { AIMessage, AIMessageChunk } from '@langchain/core/messages';
import { ChatGenerationChunk } from '@langchain/core/outputs';
import type { AnyChunk } from '../chunks/chunk-tail.js';
import type { Replacement } from './prompt.js';
import type { AnyChatResult } from './result.js';

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
