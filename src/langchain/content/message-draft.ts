import { type Draft, isTellingName, parseableText, put, type Segment } from '../../guard/index.js';
import { field, isDraft, list } from '../fields.js';
import { blockKind, THOUGHT_FIELDS } from './block-kinds.js';
import { BESIDE_FIELDS, READ_FIELDS, THOUGHT_KWARGS } from './message-fields.js';
import { roleOf } from './message-roles.js';
import { hiddenTexts, metadataTexts, saysSomething, wordsOf } from './metadata.js';
import { contentTexts } from './read-blocks.js';
import { type AnyMessage, fieldsOf, rebuild } from './rebuild-message.js';
import { keyOf } from './same-text.js';

/** The input of a tool that a message calls. */
export interface ToolText {
  readonly toolName: string;
  readonly segments: readonly Segment[];
}

/** A message taken apart, with the places where it can be rewritten. The message itself stays as it is. */
export interface MessageDraft {
  /** What is read as text, block by block. */
  readonly words: readonly Segment[];
  /** Thoughts of the model. Providers sign them, so they cannot be rewritten. */
  readonly thoughts: readonly Segment[];
  /** Whatever else says something that none of the others say. */
  readonly others: readonly Segment[];
  /** Inputs of the tools that are called. */
  readonly tools: readonly ToolText[];
  /** Whether a segment has been written to. */
  readonly rewritten: boolean;
  /** Says that something this message repeats has been written to elsewhere. */
  rewrite(): void;
  /** The message as it is now, of the same class; the very message where nothing was written. */
  build(): AnyMessage;
}

/** What else belongs to a message. */
export interface DraftOptions {
  /** Records beside the message that may repeat it, such as `generationInfo`. They are written to. */
  readonly beside?: readonly Draft[];
  /** Texts that have been judged already. */
  readonly known?: readonly string[];
}

/** What the application hands on with a message, and no model reads; in an answer it is the provider's word. */
/** The fields of a call with its input, and of a record around the call. */
const ARGS: ReadonlySet<string> = new Set(['args']);
const ARGUMENTS: ReadonlySet<string> = new Set(['arguments']);
const FUNCTION: ReadonlySet<string> = new Set(['function']);

const HANDED_ON: ReadonlySet<string> = new Set([...READ_FIELDS, ...BESIDE_FIELDS]);

/** Takes a message apart. Every text comes once: what repeats it is written with it, or goes when it is written. */
export function draftMessage(message: AnyMessage, options: DraftOptions = {}): MessageDraft {
  const draft = fieldsOf(message);
  const words: Segment[] = [];
  const thoughts: Segment[] = [];
  const others: Segment[] = [];
  const tools: ToolText[] = [];
  /** Texts that are not judged, as the same one of the message is, and that cannot be rewritten with it. */
  const skipped = new Set<string>();
  /** Texts of this message that are judged. */
  const own = new Set<string>();
  /** All texts that are judged, here or elsewhere. */
  const known = new Set<string>(options.known);
  /** What is written when a text is, by the text. */
  const twins = new Map<string, ((text: string) => boolean)[]>();
  const repeating: (() => void)[] = [];
  let rewritten = false;

  let answered: ReadonlySet<string> | undefined;
  const answeredWords = (): ReadonlySet<string> => {
    answered ??= wordsOf(known);
    return answered;
  };
  const twinsOf = (text: string): ((text: string) => boolean)[] => {
    const key = keyOf(text);
    const list = twins.get(key) ?? [];
    twins.set(key, list);
    return list;
  };
  const remember = (text: string): void => {
    own.add(text);
    known.add(text);
  };

  /** A place of its own, as the segments that are judged. */
  const place = (text: string, write: (text: string) => boolean): Segment[] => {
    if (text === '') return [];
    const others = twinsOf(text);
    remember(text);
    return parseableText({
      text,
      write(redacted) {
        rewritten = true;
        return !skipped.has(text) && write(redacted) && others.every((twin) => twin(redacted));
      },
    });
  };
  const textPlace = (target: Draft, key: string): Segment[] => {
    const text = target[key];
    return typeof text === 'string' ? place(text, (redacted) => put(target, key, redacted)) : [];
  };
  /** The input of a tool: an object, or its JSON. */
  const inputOf = (target: Draft, key: string): { text: string; write: (text: string) => boolean } => {
    const value = target[key];
    if (typeof value === 'string') return { text: value, write: (redacted) => put(target, key, redacted) };
    let isExact = true;
    const spelled = (_: string, inner: unknown): unknown => {
      if (typeof inner !== 'bigint') return inner;
      isExact = false;
      return String(inner);
    };
    return {
      text: JSON.stringify(value, spelled) ?? '',
      write: (redacted) => isExact && put(target, key, JSON.parse(redacted)),
    };
  };
  const call = (target: Draft, key: string): void => {
    const { text, write } = inputOf(target, key);
    if (text === '') return;
    const { name } = target;
    const toolName = typeof name === 'string' && name !== '' ? name : 'unknown';
    tools.push({ toolName, segments: place(text, write) });
  };
  /** A second copy of an input is written with the first. */
  const callAgain = (target: Draft, key: string): void => {
    const { text, write } = inputOf(target, key);
    if (twins.has(keyOf(text))) twinsOf(text).push(write);
    // What stood there before the input had come.
    else if (!isEmpty(target[key]) || tools.length === 0) call(target, key);
  };
  /** A field that repeats the answer, or says something of its own; it is all or nothing. */
  const extra = (target: Draft, key: string): void => {
    const value = target[key];
    // Most fields of most messages are not set.
    if ((value === undefined || value === null) && !isTellingName(key)) return;
    const remove = (): true => {
      delete target[key];
      return true;
    };
    repeating.push(() => {
      if (saysSomething(key, value, answeredWords)) remove();
    });
    const news = metadataTexts(key, value, known);
    if (news.length === 0) return;
    others.push({
      text: news.join('\n'),
      write: () => {
        rewritten = true;
        return remove();
      },
    });
  };

  const extras = (target: Draft, read: ReadonlySet<string>): void => {
    for (const key of Object.keys(target)) if (!read.has(key)) extra(target, key);
  };

  /** Texts that cannot be rewritten. Thoughts run on, so that each counts however often it comes. */
  const fixed = (texts: readonly string[], isThought = false): Segment[] =>
    texts.flatMap((text) => {
      if (text === '') return [];
      // What is judged elsewhere may be rewritten there.
      const isKnown = own.has(text) && (isThought || options.known === undefined);
      if (isKnown) skipped.add(text);
      if (isKnown && !isThought) return [];
      remember(text);
      return [{ text }];
    });
  const readBlock = (block: Draft): void => {
    const { type } = block;
    const { part, field: own = '' } = blockKind(type);
    if (part === 'words') {
      words.push(...textPlace(block, own));
      extras(block, new Set([own]));
    } else if (part === 'call') {
      callAgain(block, own);
      extras(block, new Set([own]));
    } else if (part === 'thoughts') {
      thoughts.push(...fixed(contentTexts(block), true));
      extras(block, THOUGHT_FIELDS);
    } else {
      others.push(...fixed(contentTexts(block)));
      extra(block, 'name');
    }
  };

  for (const name of ['tool_calls', 'invalid_tool_calls']) {
    for (const made of list(draft[name])) {
      if (!isDraft(made)) continue;
      call(made, 'args');
      // What is wrong with an input is told with the input.
      extras(made, ARGS);
    }
  }
  for (const made of list(draft['tool_call_chunks'])) {
    if (!isDraft(made)) continue;
    callAgain(made, 'args');
    extras(made, ARGS);
  }

  const content = draft['content'];
  words.push(...textPlace(draft, 'content'));
  for (const [index, block] of list(content).entries()) {
    if (typeof block === 'string' && Array.isArray(content)) {
      words.push(
        ...place(block, (redacted) => {
          content[index] = redacted;
          return true;
        }),
      );
    } else if (isDraft(block)) readBlock(block);
  }
  if (isDraft(content)) readBlock(content);
  extras(draft, roleOf(message) === 'ai' ? READ_FIELDS : HANDED_ON);
  // A message is written anew without them.
  const hidden = hiddenTexts(message, known);
  if (hidden.length > 0) {
    others.push({
      text: hidden.join('\n'),
      write: () => {
        rewritten = true;
        return true;
      },
    });
  }

  const kwargs = isDraft(draft['additional_kwargs']) ? draft['additional_kwargs'] : {};
  for (const [key, value] of Object.entries(kwargs)) {
    if (key === 'refusal') words.push(...textPlace(kwargs, key));
    else if (THOUGHT_KWARGS.has(key)) {
      thoughts.push(...fixed(contentTexts(value), true));
      repeating.push(() => delete kwargs[key]);
    } else {
      const calls = key === 'function_call' ? [value] : key === 'tool_calls' ? list(value) : [];
      for (const made of calls) {
        const called = key === 'function_call' ? made : field(made, 'function');
        if (!isDraft(called)) continue;
        callAgain(called, 'arguments');
        extras(called, ARGUMENTS);
        if (isDraft(made) && made !== called) extras(made, FUNCTION);
      }
      const isRead = calls.every((made) => isDraft(key === 'function_call' ? made : field(made, 'function')));
      if (calls.length === 0 || !isRead) extra(kwargs, key);
    }
  }
  for (const record of [draft['response_metadata'], ...(options.beside ?? [])])
    if (isDraft(record)) for (const key of Object.keys(record)) extra(record, key);

  return {
    words,
    thoughts,
    others,
    tools,
    get rewritten() {
      return rewritten;
    },
    rewrite() {
      rewritten = true;
    },
    build() {
      if (!rewritten) return message;
      for (const remove of repeating) remove();
      return rebuild(message, draft);
    },
  };
}

function isEmpty(value: unknown): boolean {
  return isDraft(value) && Object.keys(value).length === 0;
}
