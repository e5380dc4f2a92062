import type { ConversationPart, Draft, Guardrail, Segment } from '../guard/index.js';
import { otherFields, type ReadFields, unknownFields } from './client-text.js';
import { isObject, type Message, type Part } from './parts.js';
import { promptRole, readPrompt } from './prompt-text.js';

/** The messages of a prompt that a client may have written. */
export interface ClientPrompt {
  /** A copy that the segments write to. */
  readonly prompt: readonly Message[];
  readonly roles: readonly string[];
  readonly parts: readonly ConversationPart[];
}

/**
 * Divides the messages of a prompt into parts: their words, their tool results, and everything else in them. The
 * application wrote none of the messages.
 * @param isFixed whether a change of a part would be lost
 */
export function readClientPrompt(
  messages: readonly Message[],
  { readSystem }: Pick<Guardrail, 'readSystem'>,
  isFixed: (part: Part) => boolean,
): ClientPrompt {
  const roles = messages.map(promptRole);
  const { prompt, parts } = readPrompt(messages, { readSystem, own: [] });
  const read = parts.map((part) => {
    if (part.kind === 'toolOutput') return part;
    const message = prompt[part.message];
    const segments = message === undefined ? [] : besideWords(message, isFixed);
    return segments.length === 0 ? part : { ...part, segments: [...part.segments, ...segments] };
  });
  // Fields beside trusted words are not trusted. They cannot be rewritten.
  const trusted = prompt.filter((message, index) => message === messages[index]);
  const beside = trusted.flatMap((message): ConversationPart[] => {
    const segments = besideWords(copied(message), () => true).map(({ text }) => ({ text }));
    const place = { role: promptRole(message), message: prompt.indexOf(message) };
    return segments.length === 0 ? [] : [{ kind: 'words', ...place, segments }];
  });
  return { prompt, roles, parts: [...beside, ...read].sort((left, right) => left.message - right.message) };
}

function copied(message: Message): Draft & Message {
  const { content } = message;
  return {
    ...message,
    content: typeof content === 'string' ? content : content.map((part) => ({ ...part })),
  };
}

/** Returns everything in a message except its words and tool results. */
function besideWords(message: Draft & Message, isFixed: (part: Part) => boolean): Segment[] {
  return [...otherFields(message, { values: ['content'] }), ...contentFields(message, isFixed)];
}

function contentFields({ content }: Message, isFixed: (part: Part) => boolean): Segment[] {
  if (typeof content === 'string') return [];
  return content.flatMap((part: Draft & Part) => {
    const segments = [...otherFields(part, fieldsRead(part)), ...resultFields(part)];
    return isFixed(part) ? segments.map(({ text }) => ({ text })) : segments;
  });
}

/** Returns the fields of a part that `readPrompt` reads. */
function fieldsRead(part: Part): ReadFields {
  switch (part.type) {
    case 'text':
    case 'reasoning':
      return { texts: ['text'] };
    case 'tool-call':
      return { values: ['input'] };
    case 'tool-result':
      return { values: ['output'] };
    case 'tool-approval-response':
      return { texts: ['reason'] };
    case 'file':
      return { texts: ['filename'], values: ['url', 'data'] };
    default:
      return unknownFields(part);
  }
}

/** Returns everything in a tool result except its words. The output and its items have options of their own. */
function resultFields(part: Draft & Part): Segment[] {
  const { output } = part;
  if (part.type !== 'tool-result' || !isObject(output)) return [];
  const draft: Draft = output;
  const beside = otherFields(draft, { texts: ['reason'], values: ['value'] });
  const { type, value } = draft;
  if (type !== 'content' || !Array.isArray(value)) return beside;
  const items = value.filter(isObject);
  return [
    ...beside,
    ...items.flatMap((item: Draft) =>
      otherFields(item, item['type'] === 'text' ? { texts: ['text'] } : unknownFields(item)),
    ),
  ];
}
