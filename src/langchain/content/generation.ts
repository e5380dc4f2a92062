import type { Draft } from '../../guard/index.js';
import { field, list } from '../fields.js';
import type { AnyMessage } from './rebuild-message.js';

/** One candidate of an answer, of any version of LangChain. */
export interface AnyGeneration {
  readonly text: string;
  readonly message: AnyMessage;
  readonly generationInfo?: unknown;
}

/** Copies a generation, or a chunk of one, with another message. */
export function rebuildGeneration<Generation extends AnyGeneration>(
  generation: Generation,
  message: AnyMessage,
  info: Draft | undefined,
): Generation {
  const fields = { text: contentText(message), message, ...(info !== undefined && { generationInfo: info }) };
  return Object.assign(Object.create(Object.getPrototypeOf(generation)), generation, fields);
}

/** Joins the text of a message as LangChain does. */
function contentText(message: AnyMessage): string {
  const content = field(message, 'content');
  if (typeof content === 'string') return content;
  const texts = list(content).map((block) => (typeof block === 'string' ? block : field(block, 'text')));
  return texts.filter((text) => typeof text === 'string').join('');
}
