import {
  type CheckContext,
  type ConversationPart,
  type Draft,
  type Guardrail,
  GuardrailConfigError,
  writableText,
} from '../guard/index.js';
import type { Message, Part } from './parts.js';
import { readPrompt } from './prompt-text.js';
import { readUiParts } from './ui-messages.js';

/** Messages taken apart, with a copy that the segments write to. */
interface MessageText {
  readonly roles: readonly string[];
  readonly parts: readonly ConversationPart[];
  copy(): object[];
}

/**
 * Judges messages before the SDK sees them: ahead of telemetry, of the download of their URLs, of a database. Takes the
 * `ModelMessage`s or `UIMessage`s of AI SDK 5, 6 and 7. The guardrail's prompt options hold as they do for a model: what
 * has passed before is not scanned again (`scope`), a refused exchange of earlier turns is left out (`onBlockedHistory:
 * 'drop'`), each tool result is a tool event. It always waits for the verdict, whatever `promptScan` says, and sees no
 * tools, so that `toolDescriptions` has nothing to judge.
 *
 * The system message at the head of `ModelMessage`s is the application's own and judged only with `system: true`; in
 * `UIMessage`s, which come from a browser, it always is.
 * @returns a new list: the same messages, or copies where the policy redacts, without those that are left out
 * @throws GuardrailViolationError or GuardrailScanError; the abort reason; GuardrailConfigError for what is no message
 */
export async function guardMessages<Item extends object>(
  messages: readonly Item[],
  guardrail: Guardrail,
  context: CheckContext = {},
): Promise<Item[]> {
  const { system } = guardrail.prompt;
  const text = messages.some(hasParts) ? readUiMessages(messages) : readModelMessages(messages, system);
  const { rewritten, isDropped } = await guardrail.enforceConversation(text, context);
  // Copies of the messages, in which only texts differ.
  const judged = rewritten ? (text.copy() as Item[]) : messages;
  return judged.filter((_, message) => !isDropped(message));
}

function readUiMessages(messages: readonly object[]): MessageText {
  const roles: string[] = [];
  const parts: ConversationPart[] = [];
  const drafts = messages.map((message, index): Draft => {
    if (!hasParts(message)) throw notMessages();
    const draft: Draft = { ...message };
    const place = { role: typeof draft['role'] === 'string' ? draft['role'] : 'unknown', message: index };
    roles.push(place.role);
    const { words, toolResults } = readUiParts(draft, message.parts);
    // Messages kept from older versions may say it twice.
    parts.push({ kind: 'words', ...place, segments: [writableText(draft, 'content'), ...words] });
    parts.push(...toolResults.map((result) => ({ kind: 'toolOutput' as const, ...place, ...result })));
    return draft;
  });
  return { roles, parts, copy: () => drafts };
}

/** Where a part that was read as another kind keeps itself. */
const ORIGINAL = Symbol('original part');

function readModelMessages(messages: readonly object[], system: boolean): MessageText {
  const given = messages.map(asPromptMessage);
  const { prompt, parts } = readPrompt(given, { system });
  const restored = ({ content, ...message }: Message): object => ({
    ...message,
    content: typeof content === 'string' ? content : content.map(restore),
  });
  return { roles: given.map(({ role }) => role), parts, copy: () => prompt.map(restored) };
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
