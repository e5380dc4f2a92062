import {
  type ConversationPart,
  type Draft,
  fieldTexts,
  put,
  type ReadSystem,
  type Segment,
  type SystemPlace,
  writableText,
  writableValue,
} from '../guard/index.js';
import { countUnscanned, fileText } from './file-text.js';
import { besideSegments } from './part-fields.js';
import { type Message, type Part, recordOf, stringOf } from './parts.js';
import { toolNameSegments } from './result-text.js';

/** A tool result in the prompt. */
export interface ToolResultText {
  readonly toolName: string;
  readonly segments: readonly Segment[];
  /** The number of files in it that nobody judges. */
  readonly unscanned?: number;
}

/** Everything in a prompt that the model reads, with the places where it can be rewritten. */
export interface PromptText {
  /** A copy of the prompt that the segments write to. The caller's prompt stays unchanged. */
  readonly prompt: readonly Message[];
  /** The segments of the last user message. */
  readonly lastUser: readonly Segment[];
  /** The parts in the order of messages: words, tool results, and system messages that are not trusted. */
  readonly parts: readonly ConversationPart[];
}

/** The function that decides how system messages are read, and the application's own messages. */
export interface PromptReading extends Pick<SystemPlace, 'own'> {
  readonly readSystem: ReadSystem;
}

/** Divides a prompt into parts. A system message that `reading` does not trust is judged too. */
export function readPrompt(prompt: readonly Message[], reading?: PromptReading): PromptText {
  const parts: ConversationPart[] = [];
  let lastUser: readonly Segment[] = [];
  const copy = prompt.map((message, index) => {
    const role = promptRole(message);
    const kind = role === 'system' ? systemReading(message, index, reading) : 'words';
    if (kind === 'trusted') return message;
    const draft: Draft & Message = { ...message };
    const results: ToolResultText[] = [];
    const own = readMessage(draft, results);
    const place = { role, message: index };
    const unscanned = countUnscanned(message.content);
    parts.push({ kind, ...place, segments: own, ...(unscanned > 0 && { unscanned }) });
    parts.push(...results.map((result) => ({ kind: 'toolOutput' as const, ...place, ...result })));
    if (message.role === 'user') lastUser = own;
    return draft;
  });
  return { prompt: copy, lastUser, parts };
}

/** Returns the role of a message. The role `developer` counts as `system`. */
export function promptRole({ role }: Message): string {
  return role === 'developer' ? 'system' : role;
}

function systemReading({ content }: Message, index: number, reading: PromptReading | undefined) {
  const texts = typeof content === 'string' ? [content] : content.map((part) => stringOf(part, 'text') ?? '');
  const { readSystem, own } = reading ?? {};
  return readSystem?.(texts.join(''), { isHead: index === 0, ...(own && { own }) }) ?? 'words';
}

/** Returns the words of a message and replaces its content by a copy. Tool results are added to their own list. */
function readMessage(message: Draft & Message, toolResults: ToolResultText[]): Segment[] {
  // The SDK gives lists, but a model called directly may get plain text.
  if (typeof message.content === 'string') return [writableText(message, 'content')];
  const content = message.content.map((part): Draft & Part => ({ ...part }));
  put(message, 'content', content);
  const words = content.flatMap((part) => {
    if (part.type !== 'tool-result') return readPart(part);
    toolResults.push(readToolResult(part));
    return [];
  });
  return [...words, ...messageBeside(message)];
}

/** Returns the text of a message outside its content. */
function messageBeside(message: Draft & Message): Segment[] {
  if (!hasOthers(message)) return [];
  const text = fieldTexts(message, { read: MESSAGE_FIELDS }).join('\n');
  if (text === '') return [];
  return [{ text, write: () => put(message, 'providerOptions', undefined) }];
}

function hasOthers(message: Draft & Message): boolean {
  for (const name in message) if (!MESSAGE_FIELDS.has(name) && message[name] !== undefined) return true;
  return false;
}

const MESSAGE_FIELDS: ReadonlySet<string> = new Set(['role', 'content']);

/** Returns the texts of a part. Providers join those of one kind with nothing, or with a break. */
function readPart(part: Draft & Part): Segment[] {
  return [readContent(part), ...toolNameSegments(part), ...besideSegments(part)];
}

function readContent(part: Draft & Part): Segment {
  switch (part.type) {
    case 'text':
      return writableText(part, 'text', 'words');
    case 'reasoning':
      // The provider signed it and would refuse a changed text.
      return { text: stringOf(part, 'text') ?? '', thread: 'thoughts' };
    case 'tool-call':
      // A call that could not be parsed keeps its input as it was written.
      return writableValue(part, 'input');
    case 'tool-approval-response':
      return writableText(part, 'reason');
    default:
      return { text: fileText(part) };
  }
}

function readToolResult(part: Draft & Part): ToolResultText {
  const toolName = stringOf(part, 'toolName') ?? 'unknown';
  const original = recordOf(part, 'output');
  const beside = [...toolNameSegments(part), ...besideSegments(part)];
  if (original === undefined) return { toolName, segments: [writableValue(part, 'output'), ...beside] };
  const output: Draft = { ...original };
  put(part, 'output', output);
  const { type, value } = output;
  if (type === 'content' && Array.isArray(value)) {
    const items: (Draft & Part)[] = value.map((item: Part) => ({ ...item }));
    put(output, 'value', items);
    const unscanned = countUnscanned(items);
    const segments = [...items.flatMap(readPart), ...outputBeside(output), ...beside];
    return { toolName, segments, ...(unscanned > 0 && { unscanned }) };
  }
  const content =
    type === 'execution-denied' ? writableText(output, 'reason') : writableValue(output, 'value');
  return { toolName, segments: [content, ...outputBeside(output), ...beside] };
}

/** Returns the text of an output outside its value. */
function outputBeside(output: Draft): Segment[] {
  return fieldTexts(output, { read: OUTPUT_FIELDS }).map((text) => ({ text }));
}

const OUTPUT_FIELDS: ReadonlySet<string> = new Set(['type', 'value', 'reason']);
