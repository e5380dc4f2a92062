import { type CheckContext, type Guardrail, GuardrailConfigError, type Segment } from '../guard/index.js';
import { judgeAll, promptChecks } from './checks.js';
import { type Draft, type Message, type Part, writableText } from './parts.js';
import { readPrompt, type ToolResultText } from './prompt-text.js';
import { readUiParts } from './ui-messages.js';

/** Messages taken apart, with a copy that the segments write to. */
interface MessageText {
  readonly segments: readonly Segment[];
  readonly toolResults: readonly ToolResultText[];
  copy(): object[];
}

/**
 * Judges messages before the SDK sees them: ahead of telemetry, of the download of their URLs, of a database. Takes the
 * `ModelMessage`s or `UIMessage`s of AI SDK 5, 6 and 7; all words are one prompt scan, each tool result is a tool event.
 * The system message at the head of `ModelMessage`s is the application's own and not judged; in `UIMessage`s, which come
 * from a browser, it is.
 * @returns a new list: the same messages, or copies where the policy redacts
 * @throws GuardrailViolationError or GuardrailScanError; the abort reason; GuardrailConfigError for what is no message
 */
export async function guardMessages<Item extends object>(
  messages: readonly Item[],
  guardrail: Guardrail,
  context: CheckContext = {},
): Promise<Item[]> {
  const text = messages.some(hasParts) ? readUiMessages(messages) : readModelMessages(messages);
  const { rewritten } = await judgeAll(promptChecks(guardrail, text, context));
  // Copies of the messages, in which only texts differ.
  return rewritten ? (text.copy() as Item[]) : [...messages];
}

function readUiMessages(messages: readonly object[]): MessageText {
  const segments: Segment[] = [];
  const toolResults: ToolResultText[] = [];
  const drafts = messages.map((message): Draft => {
    if (!hasParts(message)) throw notMessages();
    const draft: Draft = { ...message };
    // Messages kept from older versions may say it twice.
    segments.push(writableText(draft, 'content'));
    const read = readUiParts(draft, message.parts);
    segments.push(...read.words);
    toolResults.push(...read.toolResults);
    return draft;
  });
  return { segments, toolResults, copy: () => drafts };
}

/** Where a part that was read as another kind keeps itself. */
const ORIGINAL = Symbol('original part');

function readModelMessages(messages: readonly object[]): MessageText {
  const { prompt, segments, toolResults } = readPrompt(messages.map(asPromptMessage));
  const restored = ({ content, ...message }: Message): object => ({
    ...message,
    content: typeof content === 'string' ? content : content.map(restore),
  });
  return { segments, toolResults, copy: () => prompt.map(restored) };
}

function asPromptMessage(message: object): Message {
  if (!isMessage(message)) throw notMessages();
  const { content } = message;
  return typeof content === 'string' ? message : { ...message, content: content.map(withoutImage) };
}

/** An image of a user's message is a file in the prompt. Nothing in it can be rewritten. */
function withoutImage(part: Part): Part {
  if (part.type !== 'image') return part;
  const { image, mediaType } = part;
  const file: Draft & Part = { type: 'file', data: image, mediaType: mediaType ?? 'image/*' };
  Object.defineProperty(file, ORIGINAL, { value: part, enumerable: true });
  return file;
}

function restore(part: Part): Part {
  const original: unknown = Reflect.get(part, ORIGINAL);
  return isPart(original) ? original : part;
}

function hasParts(message: object): message is { readonly parts: readonly Part[] } {
  return 'parts' in message && Array.isArray(message.parts) && message.parts.every(isPart);
}

function isMessage(message: object): message is Message {
  if (!('role' in message && 'content' in message) || typeof message.role !== 'string') return false;
  const { content } = message;
  return typeof content === 'string' || (Array.isArray(content) && content.every(isPart));
}

function isPart(part: unknown): part is Part {
  return typeof part === 'object' && part !== null && 'type' in part && typeof part.type === 'string';
}

function notMessages(): GuardrailConfigError {
  return new GuardrailConfigError('messages', 'must be ModelMessages or UIMessages');
}
