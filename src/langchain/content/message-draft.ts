import type { Draft, Segment } from '../../guard/index.js';
import { field, isDraft, list } from '../fields.js';
import { blockKind, THOUGHT_FIELDS } from './block-kinds.js';
import { createDraftPlaces, type DraftPlaces } from './draft-places.js';
import { BESIDE_FIELDS, READ_FIELDS, THOUGHT_KWARGS } from './message-fields.js';
import { roleOf } from './message-roles.js';
import { hiddenTexts } from './metadata.js';
import { contentTexts } from './read-blocks.js';
import { type AnyMessage, fieldsOf, rebuild } from './rebuild-message.js';
import { toolInput } from './tool-input.js';

/** The input of a tool that a message calls. */
export interface ToolText {
  readonly toolName: string;
  readonly segments: readonly Segment[];
}

/** A parsed message, with the places where it can be rewritten. The message itself is not changed. */
export interface MessageDraft {
  /** The texts of the answer, block by block. */
  readonly words: readonly Segment[];
  /** Thoughts of the model. They cannot be rewritten, because providers sign them. */
  readonly thoughts: readonly Segment[];
  /** Texts that none of the other fields contain. */
  readonly others: readonly Segment[];
  /** Inputs of the called tools. */
  readonly tools: readonly ToolText[];
  /** Whether a segment has been written to. */
  readonly isRewritten: boolean;
  /** Marks the message as rewritten, because a text that it repeats has been rewritten elsewhere. */
  rewrite(): void;
  /** Builds the message in its present state, with the same class. Returns the same message if nothing was written. */
  build(): AnyMessage;
}

/** Additional data of a message. */
export interface DraftOptions {
  /** Records beside the message that may repeat it, such as `generationInfo`. They are written to. */
  readonly beside?: readonly Draft[];
  /** Texts that have been judged already. */
  readonly known?: readonly string[];
}

/**
 * Fields that are not read in a message of the application, because the application passes them on itself. In an answer
 * they are the provider's words.
 */
const HANDED_ON: ReadonlySet<string> = new Set([...READ_FIELDS, ...BESIDE_FIELDS]);

/** The fields of a call that hold its input, and of a record around the call. */
const ARGS: ReadonlySet<string> = new Set(['args']);
const ARGUMENTS: ReadonlySet<string> = new Set(['arguments']);
const FUNCTION: ReadonlySet<string> = new Set(['function']);

/** The parts of a message while it is parsed. */
interface Parts {
  readonly places: DraftPlaces;
  readonly words: Segment[];
  readonly thoughts: Segment[];
  readonly others: Segment[];
  readonly tools: ToolText[];
}

/** Parses a message. Every text occurs once: a copy is written together with it, or is removed when it is written. */
export function draftMessage(message: AnyMessage, { known, beside = [] }: DraftOptions = {}): MessageDraft {
  const draft = fieldsOf(message);
  const places = createDraftPlaces(known);
  const parts: Parts = { places, words: [], thoughts: [], others: [], tools: [] };
  const { words, thoughts, others, tools } = parts;
  readCalls(parts, draft);
  readContent(parts, draft);
  others.push(...places.metadataOf(draft, roleOf(message) === 'ai' ? READ_FIELDS : HANDED_ON));
  readHidden(parts, message);
  readKwargs(parts, draft['additional_kwargs']);
  for (const record of [draft['response_metadata'], ...beside])
    if (isDraft(record)) others.push(...places.metadataOf(record, NONE));
  return {
    words,
    thoughts,
    others,
    tools,
    get isRewritten() {
      return places.isRewritten();
    },
    rewrite: places.rewrite,
    build() {
      if (!places.isRewritten()) return message;
      places.removeRepeating();
      return rebuild(message, draft);
    },
  };
}

const NONE: ReadonlySet<string> = new Set();

/** Reads the calls that the message itself lists. */
function readCalls(parts: Parts, draft: Draft): void {
  const { others, places } = parts;
  for (const name of ['tool_calls', 'invalid_tool_calls'])
    for (const call of list(draft[name])) {
      if (!isDraft(call)) continue;
      readCall(parts, call, 'args');
      // An error about an input is judged with the input.
      others.push(...places.metadataOf(call, ARGS));
    }
  for (const call of list(draft['tool_call_chunks'])) {
    if (!isDraft(call)) continue;
    readCopiedCall(parts, call, 'args');
    others.push(...places.metadataOf(call, ARGS));
  }
}

function readCall({ places, tools }: Parts, target: Draft, name: string): void {
  const { text, write } = toolInput(target, name);
  if (text === '') return;
  const called = target['name'];
  const toolName = typeof called === 'string' && called !== '' ? called : 'unknown';
  tools.push({ toolName, segments: places.text(text, write) });
}

/** Reads a call that another field may have as well. A second copy of an input is written together with the first. */
function readCopiedCall(parts: Parts, target: Draft, name: string): void {
  const { text, write } = toolInput(target, name);
  if (parts.places.addCopy(text, write)) return;
  // An empty input is there until the real one has come.
  if (!isEmpty(target[name]) || parts.tools.length === 0) readCall(parts, target, name);
}

/** Reads the content of a message: a string, one block, or a list of both. */
function readContent(parts: Parts, draft: Draft): void {
  const content = draft['content'];
  parts.words.push(...parts.places.field(draft, 'content'));
  if (isDraft(content)) readBlock(parts, content);
  if (!Array.isArray(content)) return;
  for (const [index, block] of content.entries()) {
    if (isDraft(block)) readBlock(parts, block);
    if (typeof block !== 'string') continue;
    const write = (redacted: string): boolean => {
      content[index] = redacted;
      return true;
    };
    parts.words.push(...parts.places.text(block, write));
  }
}

function readBlock(parts: Parts, block: Draft): void {
  const { places, words, thoughts, others } = parts;
  const { part, field: own = '' } = blockKind(block['type']);
  if (part === 'words') {
    words.push(...places.field(block, own));
    others.push(...places.metadataOf(block, new Set([own])));
  } else if (part === 'call') {
    readCopiedCall(parts, block, own);
    others.push(...places.metadataOf(block, new Set([own])));
  } else if (part === 'thoughts') {
    thoughts.push(...places.thoughts(contentTexts(block)));
    others.push(...places.metadataOf(block, THOUGHT_FIELDS));
  } else {
    others.push(...places.fixed(contentTexts(block)));
    others.push(...places.metadata(block, 'name'));
  }
}

/**
 * Reads the constructor fields of a message that it does not have as fields. The message is written anew without them.
 */
function readHidden({ places, others }: Parts, message: AnyMessage): void {
  const hidden = hiddenTexts(message, places.known);
  if (hidden.length === 0) return;
  const write = (): true => {
    places.rewrite();
    return true;
  };
  others.push({ text: hidden.join('\n'), write });
}

/** Reads the data of providers beside the content. */
function readKwargs(parts: Parts, kwargs: unknown): void {
  if (!isDraft(kwargs)) return;
  const { places, words, thoughts, others } = parts;
  for (const [name, value] of Object.entries(kwargs)) {
    if (name === 'refusal') words.push(...places.field(kwargs, name));
    else if (THOUGHT_KWARGS.has(name)) {
      thoughts.push(...places.thoughts(contentTexts(value)));
      places.onBuild(() => delete kwargs[name]);
    } else if (!readCallsBeside(parts, name, value)) others.push(...places.metadata(kwargs, name));
  }
}

/** Reads the calls of a field beside the content. Returns false if the field holds anything else. */
function readCallsBeside(parts: Parts, name: string, value: unknown): boolean {
  const { places, others } = parts;
  const isOne = name === 'function_call';
  const calls = isOne ? [value] : name === 'tool_calls' ? list(value) : [];
  let isRead = calls.length > 0;
  for (const call of calls) {
    const called = isOne ? call : field(call, 'function');
    if (!isDraft(called)) {
      isRead = false;
      continue;
    }
    readCopiedCall(parts, called, 'arguments');
    others.push(...places.metadataOf(called, ARGUMENTS));
    if (isDraft(call) && call !== called) others.push(...places.metadataOf(call, FUNCTION));
  }
  return isRead;
}

function isEmpty(value: unknown): boolean {
  return isDraft(value) && Object.keys(value).length === 0;
}
