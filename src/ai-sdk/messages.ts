import { type CreateGuardrailOptions, guardrailOf } from '../defaults.js';
import {
  type CheckContext,
  type ConversationPart,
  type Draft,
  type Guardrail,
  GuardrailConfigError,
  snapshotOf,
  writableText,
} from '../guard/index.js';
import { readClientPrompt } from './client-prompt.js';
import { otherFields } from './client-text.js';
import { countUnscanned } from './file-text.js';
import type { Message, Part } from './parts.js';
import { readUiParts } from './ui-messages.js';

/** Messages divided into parts, with a copy that the segments write to. */
interface MessageText {
  readonly roles: readonly string[];
  readonly parts: readonly ConversationPart[];
  copy(): object[];
}

/**
 * Judges messages before the SDK sees them, and so before telemetry, the download of their URLs, or a database. It
 * takes the `ModelMessage`s or `UIMessage`s of AI SDK 5, 6 and 7. The guardrail's prompt options apply as they do for a
 * model. Parts that passed before are not scanned again (`scope`). A refused exchange of an earlier turn is dropped
 * (`onBlockedHistory: 'drop'`). Each tool result is a tool event. It always waits for the verdict, even with
 * `promptScan: 'parallel'`. It sees no tools, so `toolDescriptions` has no effect.
 *
 * A client may have written any message, so no role is trusted. A system message is judged wherever it occurs, unless
 * `prompt.system.trusted` names it. Everything beside the words of a message is judged too, such as metadata and
 * provider options. Values that are ids by name and shape are not.
 * @param options a guardrail, which remembers what has passed, or the options of one for this call
 * @returns a new list: the same messages, or copies where the policy redacts, without those that are left out
 * @throws GuardrailViolationError or GuardrailScanError; the abort reason; GuardrailConfigError for what is no message
 */
export async function guardMessages<Item extends object>(
  messages: readonly Item[],
  options: Guardrail | CreateGuardrailOptions = {},
  context: CheckContext = {},
): Promise<Item[]> {
  const guardrail = guardrailOf(options);
  // A value that may read differently each time is replaced by a copy.
  const given = messages.map(readOnce);
  const text = given.some(hasParts) ? readUiMessages(given, guardrail) : readModelMessages(given, guardrail);
  const { rewritten, isDropped } = await guardrail.enforceConversation(text, context);
  // These are copies of the messages in which only texts differ.
  const judged = rewritten ? (text.copy() as Item[]) : given;
  return judged.filter((_, message) => !isDropped(message));
}

function readOnce<Item extends object>(message: Item): Item {
  try {
    const { value, hasHooks } = snapshotOf(message);
    return hasHooks ? (value as Item) : message;
  } catch {
    throw notMessages();
  }
}

function readUiMessages(messages: readonly object[], { readSystem }: Guardrail): MessageText {
  const roles: string[] = [];
  const parts: ConversationPart[] = [];
  const drafts = messages.map((message, index): Draft => {
    if (!hasParts(message)) throw notMessages();
    const draft: Draft = { ...message };
    const given = typeof draft['role'] === 'string' ? draft['role'] : 'unknown';
    const role = given === 'developer' ? 'system' : given;
    const place = { role, message: index };
    roles.push(role);
    const isHead = index === 0;
    const kind = role === 'system' ? readSystem(textOf(message.parts), { isHead, own: [] }) : 'words';
    // Trust in the words covers only a message with nothing but words.
    const isTrusted = kind === 'trusted' && isBare(message);
    const { words, toolResults } = readUiParts(draft, message.parts);
    if (isTrusted) return draft;
    // Messages kept from older versions may hold the text twice.
    const beside = otherFields(draft, { texts: ['content'], values: ['parts'] });
    const segments = [writableText(draft, 'content'), ...words, ...beside];
    const unscanned = countUnscanned(message.parts);
    const own = { ...place, segments, ...(unscanned > 0 && { unscanned }) };
    parts.push({ kind: kind === 'trusted' ? 'words' : kind, ...own });
    parts.push(...toolResults.map((result) => ({ kind: 'toolOutput' as const, ...place, ...result })));
    return draft;
  });
  return { roles, parts, copy: () => drafts };
}

/** Returns the text of a system message as the SDK joins it. */
function textOf(parts: readonly Part[]): string {
  return parts.map((part) => (typeof part['text'] === 'string' ? part['text'] : '')).join('');
}

/** Tells whether a message has only texts, and fields without text. */
function isBare(message: { readonly parts: readonly Part[] }): boolean {
  const beside: Draft = { ...message };
  return (
    otherFields(beside, { values: ['parts'] }).length === 0 &&
    message.parts.every(
      (part) => part.type === 'text' && otherFields({ ...part }, { texts: ['text'] }).length === 0,
    )
  );
}

/** The key under which a converted part keeps its original. */
const ORIGINAL = Symbol('original part');

function readModelMessages(messages: readonly object[], guardrail: Guardrail): MessageText {
  const given = messages.map(asPromptMessage);
  const { prompt, roles, parts } = readClientPrompt(given, guardrail, isReplaced);
  const restored = ({ content, ...message }: Message): object => ({
    ...message,
    content: typeof content === 'string' ? content : content.map(restore),
  });
  return { roles, parts, copy: () => prompt.map(restored) };
}

function asPromptMessage(message: object): Message {
  if (!isMessage(message)) throw notMessages();
  const { content } = message;
  return typeof content === 'string' ? message : { ...message, content: content.map(withoutImage) };
}

/** Converts an image of a user's message to a file, which it is in the prompt. Nothing in it can be rewritten. */
function withoutImage(part: Part): Part {
  if (part.type !== 'image') return part;
  const { image, mediaType, ...others } = part;
  const file: Draft & Part = { ...others, type: 'file', data: image, mediaType: mediaType ?? 'image/*' };
  Object.defineProperty(file, ORIGINAL, { value: part, enumerable: true });
  return file;
}

function isReplaced(part: Part): boolean {
  return Reflect.get(part, ORIGINAL) !== undefined;
}

function restore(part: Part): Part {
  const original: unknown = Reflect.get(part, ORIGINAL);
  return isPart(original) ? original : part;
}

function hasParts(message: object): message is { readonly parts: readonly Part[] } {
  return 'parts' in message && Array.isArray(message.parts) && message.parts.every(isPart);
}

function isMessage(message: object): message is Message {
  if (typeof message !== 'object' || message === null) return false;
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
