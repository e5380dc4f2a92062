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
  /** How many files it holds that nobody judges. */
  readonly unscanned?: number;
}

/** Everything in a prompt that the model reads, with the places where it can be rewritten. */
export interface PromptText {
  /** A copy of the prompt that the segments write to; the caller's own stays as it is. */
  readonly prompt: readonly Message[];
  /** The segments of the last user message. */
  readonly lastUser: readonly Segment[];
  /** By messages, in order: words and tool results; the application's own system message where it is asked for. */
  readonly parts: readonly ConversationPart[];
}

/** Who says which system messages are the application's own. */
export interface PromptReading extends Pick<SystemPlace, 'own'> {
  readonly readSystem: ReadSystem;
}

/** Takes a prompt apart; a system message that `reading` does not trust is judged too. */
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

/** The role of a message; a developer's is what others call the system's. */
export function promptRole({ role }: Message): string {
  return role === 'developer' ? 'system' : role;
}

function systemReading({ content }: Message, index: number, reading: PromptReading | undefined) {
  const texts = typeof content === 'string' ? [content] : content.map((part) => stringOf(part, 'text') ?? '');
  const { readSystem, own } = reading ?? {};
  return readSystem?.(texts.join(''), { isHead: index === 0, ...(own && { own }) }) ?? 'words';
}

/** The words of a message, whose content becomes a copy; its tool results go to their own list. */
function readMessage(message: Draft & Message, toolResults: ToolResultText[]): Segment[] {
  // The SDK gives lists; a model called by hand may get plain text.
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

/** What a message says beside its content. */
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

/** The texts of a part; providers join those of one kind with nothing, or with a break. */
function readPart(part: Draft & Part): Segment[] {
  return [readContent(part), ...toolNameSegments(part), ...besideSegments(part)];
}

function readContent(part: Draft & Part): Segment {
  switch (part.type) {
    case 'text':
      return writableText(part, 'text', 'words');
    case 'reasoning':
      // Signed by the provider: a changed text would be refused.
      return { text: stringOf(part, 'text') ?? '', thread: 'thoughts' };
    case 'tool-call':
      // A call that could not be parsed has its input as it was written.
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

/** What an output says beside its value. */
function outputBeside(output: Draft): Segment[] {
  return fieldTexts(output, { read: OUTPUT_FIELDS }).map((text) => ({ text }));
}

const OUTPUT_FIELDS: ReadonlySet<string> = new Set(['type', 'value', 'reason']);
