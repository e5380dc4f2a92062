import { type Segment, writeJson } from '../guard/index.js';
import { fileText } from './file-text.js';
import {
  type Draft,
  jsonOf,
  type Message,
  type Part,
  put,
  recordOf,
  stringOf,
  writableText,
} from './parts.js';

/** A tool result in the prompt. */
export interface ToolResultText {
  readonly toolName: string;
  readonly segments: readonly Segment[];
}

/** Everything in a prompt that the model reads, with the places where it can be rewritten. */
export interface PromptText {
  /** A copy of the prompt that the segments write to; the caller's own stays as it is. */
  readonly prompt: readonly Message[];
  /** Users' and assistants' words, in order. System messages are the application's own. */
  readonly segments: readonly Segment[];
  /** The segments of the last user message. */
  readonly lastUser: readonly Segment[];
  readonly toolResults: readonly ToolResultText[];
}

/** Takes a prompt apart. */
export function readPrompt(prompt: readonly Message[]): PromptText {
  const segments: Segment[] = [];
  const toolResults: ToolResultText[] = [];
  let lastUser: readonly Segment[] = [];
  const copy = prompt.map((message) => {
    if (message.role === 'system' || typeof message.content === 'string') return message;
    const content = message.content.map((part) => ({ ...part }));
    const own: Segment[] = [];
    for (const part of content) {
      if (part['type'] === 'tool-result') toolResults.push(readToolResult(part));
      else own.push(...readPart(part));
    }
    if (message.role === 'user') lastUser = own;
    segments.push(...own);
    return { ...message, content };
  });
  return { prompt: copy, segments, lastUser, toolResults };
}

function readPart(part: Draft & Part): Segment[] {
  switch (part.type) {
    case 'text':
      return [writableText(part, 'text')];
    case 'reasoning':
      // Signed by the provider: a changed text would be refused.
      return [{ text: stringOf(part, 'text') ?? '' }];
    case 'tool-call':
      return [{ text: jsonOf(part['input']), write: writeJson((value) => put(part, 'input', value)) }];
    case 'tool-approval-response':
      return [writableText(part, 'reason')];
    default:
      return [{ text: fileText(part) }];
  }
}

function readToolResult(part: Draft & Part): ToolResultText {
  const toolName = stringOf(part, 'toolName') ?? 'unknown';
  const original = recordOf(part, 'output') ?? {};
  const output: Draft = { ...original };
  part['output'] = output;
  const { value } = output;
  const type = stringOf(output, 'type');
  if (type === 'execution-denied') return { toolName, segments: [writableText(output, 'reason')] };
  if (Array.isArray(value) && type === 'content') {
    const items: (Draft & Part)[] = value.map((item: Part) => ({ ...item }));
    output['value'] = items;
    return { toolName, segments: items.map(readResultItem) };
  }
  if (typeof value === 'string') return { toolName, segments: [writableText(output, 'value')] };
  return {
    toolName,
    segments: [{ text: jsonOf(value), write: writeJson((json) => put(output, 'value', json)) }],
  };
}

function readResultItem(item: Draft & Part): Segment {
  if (item.type === 'text') return writableText(item, 'text');
  const url = item['url'];
  return {
    text: [fileText(item), typeof url === 'string' ? url : ''].filter((text) => text !== '').join('\n'),
  };
}
