import {
  GuardrailConfigError,
  joinSegments,
  readValue,
  type Segment,
  snapshotOf,
  spellOut,
} from '../../guard/index.js';
import { field, isObject } from '../fields.js';
import { draftMessage } from './message-draft.js';
import { BESIDE_FIELDS } from './message-fields.js';
import { allSegments } from './prompt-draft.js';
import { fieldsOf, rebuild } from './rebuild-message.js';
import {
  type Holders,
  isBareData,
  isMessage,
  isOwnKind,
  isPromptValue,
  knownIn,
  ownKeys,
} from './value-kinds.js';

/** A parsed value, with the places where it can be rewritten. The value itself is not changed. */
export interface ValueDraft {
  readonly segments: readonly Segment[];
  /**
   * Builds the value in its present state, with parts of the same classes. Returns the same value if nothing was
   * written.
   */
  build(): unknown;
}

/**
 * Parses a value that goes into a step of LangChain or comes out of it: texts, messages, prompt values, documents,
 * commands of LangGraph, and lists and plain objects that hold any of them, however deep. Everything else is read as
 * JSON.
 * @throws GuardrailConfigError for a value that has no JSON, such as one that contains itself
 */
export function draftValue(value: unknown): ValueDraft {
  const holders = knownIn(value);
  const draft = takenApart(() => draftInside(value, holders, new Set()));
  return isObject(value) && holders.has(value)
    ? rooted(value, draft)
    : { ...draft, build: () => draft.build(false) };
}

/** Returns the text of a value as it is judged. */
export function valueText(value: unknown): string {
  return joinSegments(draftValue(value).segments);
}

/** Parses a list item by item, even if it is plain data. */
export function draftItems(items: readonly unknown[]): ValueDraft {
  return rooted(items, listDraft(items, knownIn(items), new Set([items])));
}

/**
 * Runs a reader that recurses.
 * @throws GuardrailConfigError for a value that is too deep
 */
function takenApart(read: () => PartDraft): PartDraft {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new GuardrailConfigError('value', 'cannot be judged: it is too deep');
  }
}

/** A parsed part of a value. */
interface PartDraft {
  readonly segments: readonly Segment[];
  /**
   * Builds the part in its present state.
   * @param isFresh whether lists and plain objects are made anew even if nothing was written
   */
  build(isFresh: boolean): unknown;
}

/** Makes a list or a plain object that holds more than data safe to pass on. */
function rooted(value: object, { segments, build }: PartDraft): ValueDraft {
  return {
    segments,
    build() {
      const built = build(false);
      // A copy cannot change its answers when it is read again, as a proxy could.
      return built === value && !isCloneable(value) ? build(true) : built;
    },
  };
}

function isCloneable(value: object): boolean {
  try {
    structuredClone(value);
    return true;
  } catch {
    return false;
  }
}

/**
 * Parses a part of a value.
 * @param open the values around it; the function adds to it while it runs
 */
function draftInside(value: unknown, holders: Holders, open: Set<unknown>): PartDraft {
  // A value that contains itself has no JSON, and the reader of JSON throws for it.
  if (!isObject(value) || open.has(value)) return readValue(value);
  open.add(value);
  try {
    if (isMessage(value)) return messageDraft(value, open);
    if (isPromptValue(value)) return promptValueDraft(value, open);
    const keys = ownKeys(value);
    if (keys !== undefined) return fieldsDraft(value, keys, open);
    if (!holders.has(value)) return readValue(value);
    return Array.isArray(value) ? listDraft(value, holders, open) : mixedDraft(value, holders, open);
  } finally {
    open.delete(value);
  }
}

/** Parses a field whose holders are not known yet. */
function draftField(value: unknown, open: Set<unknown>): PartDraft {
  return draftInside(value, knownIn(value), open);
}

function listDraft(list: readonly unknown[], holders: Holders, open: Set<unknown>): PartDraft {
  const items = [...list];
  const drafts = items.map((item) => draftInside(item, holders, open));
  const isBare = isBareData(list);
  return {
    segments: drafts.flatMap(({ segments }) => segments),
    build(isFresh) {
      const built = drafts.map((draft) => draft.build(isFresh));
      const isSame =
        isBare && list.length === built.length && built.every((item, index) => item === list[index]);
      return isSame && !isFresh ? list : built;
    },
  };
}

/** Parses an object of any class. Some of its fields are read and the others kept. */
function fieldsDraft(value: object, keys: readonly string[], open: Set<unknown>): PartDraft {
  const drafts = keys.map((key) => ({
    key,
    // A getter is replaced by the value that it returned, because it could return another the next time.
    isAsked: Reflect.getOwnPropertyDescriptor(value, key)?.get !== undefined,
    draft: draftField(field(value, key), open),
  }));
  return {
    segments: drafts.flatMap(({ draft }) => draft.segments),
    build(isFresh) {
      const built = drafts.map(({ key, isAsked, draft }) => [key, draft.build(isFresh), isAsked] as const);
      return withFields(
        value,
        built
          .filter(([key, item, isAsked]) => isAsked || item !== field(value, key))
          .map(([key, item]) => [key, item] as const),
      );
    },
  };
}

/** Parses a plain object. Its plain fields are read as one JSON, names included, and the others one by one. */
function mixedDraft(value: object, holders: Holders, open: Set<unknown>): PartDraft {
  const entries = Object.entries(value);
  const isKnown = (item: unknown): boolean => isObject(item) && (isOwnKind(item) || holders.has(item));
  const parts = entries
    .filter(([, item]) => isKnown(item))
    .map(([key, item]) => [key, draftInside(item, holders, open)] as const);
  const plain = Object.fromEntries(entries.filter(([, item]) => !isKnown(item)));
  const rest = readValue(plain);
  const hasRest = Object.keys(plain).length > 0;
  const isBare = isBareData(value);
  return {
    segments: [...parts.flatMap(([, draft]) => draft.segments), ...(hasRest ? rest.segments : [])],
    build(isFresh) {
      const others = rest.build();
      const made = new Map<string, unknown>(Object.entries(Object(others)));
      for (const [key, draft] of parts) made.set(key, draft.build(isFresh));
      const now = Object.entries(value);
      const isSame = isBare && others === plain && now.every(([key, item]) => made.get(key) === item);
      if (isSame && now.length === made.size && !isFresh) return value;
      // The fields keep the order of their names.
      return Object.fromEntries(
        [...new Set([...entries.map(([key]) => key), ...made.keys()])].flatMap((key) =>
          made.has(key) ? [[key, made.get(key)]] : [],
        ),
      );
    },
  };
}

function messageDraft(message: object, open: Set<unknown>): PartDraft {
  const own = plainMessage(message);
  const draft = draftMessage(own);
  // A tool may pass on more beside its answer.
  const beside = BESIDE_FIELDS.filter((key) => field(own, key) !== undefined).map(
    (key) => [key, draftField(field(own, key), open)] as const,
  );
  return {
    segments: [...allSegments(draft), ...beside.flatMap(([, { segments }]) => segments)],
    build(isFresh) {
      const built = draft.build();
      const rewritten = beside
        .map(([key, part]) => [key, part.build(isFresh)] as const)
        .filter(([key, value]) => value !== field(own, key));
      return rewritten.length === 0
        ? built
        : rebuild(built, { ...fieldsOf(built), ...Object.fromEntries(rewritten) });
    },
  };
}

/**
 * Returns a message in which everything that a model or a consumer reads is plain data. It is the message itself, or a
 * copy of the same class.
 */
export function plainMessage(message: object): object {
  const read = Object.entries(message).flatMap(([key, value]): [string, unknown][] => {
    if (key.startsWith('lc_') || BESIDE_FIELDS.includes(key) || !isObject(value)) return [];
    try {
      const snapshot = snapshotOf(value);
      if (snapshot.isData) return [];
      // The bytes of a file stay unchanged.
      return [[key, key === 'content' ? snapshot.value : JSON.parse(spellOut(snapshot).text)]];
    } catch {
      // A value that contains itself is read leaf by leaf.
      return [];
    }
  });
  return read.length === 0
    ? message
    : rebuild(message, { ...fieldsOf(message), ...Object.fromEntries(read) });
}

function promptValueDraft(value: object, open: Set<unknown>): PartDraft {
  const key = ['messages', 'imageUrl', 'value'].find((name) => field(value, name) !== undefined) ?? 'value';
  const draft = draftField(field(value, key), open);
  return {
    segments: draft.segments,
    build(isFresh) {
      const built = draft.build(isFresh);
      if (built === field(value, key)) return value;
      const PromptValue: unknown = value.constructor;
      if (typeof PromptValue !== 'function') return built;
      // The constructor for a text takes the text itself and no object with fields.
      return Reflect.construct(PromptValue, [key === 'value' ? built : { [key]: built }]);
    },
  };
}

/** Copies an object, with its class, and changes some fields. */
function withFields(value: object, changes: readonly (readonly [string, unknown])[]): object {
  if (changes.length === 0) return value;
  // This works for a frozen object too, because nobody has the copy yet.
  const fields: PropertyDescriptorMap = Object.getOwnPropertyDescriptors(value);
  const set = (key: string | symbol, item: unknown): void => {
    Reflect.set(fields, key, { value: item, enumerable: true, configurable: true, writable: true });
  };
  for (const [key, item] of changes) set(key, item);
  // Commands of LangGraph keep their constructor arguments under a symbol.
  for (const symbol of Object.getOwnPropertySymbols(value)) {
    const kept: unknown = Reflect.get(value, symbol);
    if (!isObject(kept)) continue;
    const stale = changes.filter(([key]) => field(kept, key) !== undefined);
    if (stale.length > 0) set(symbol, { ...kept, ...Object.fromEntries(stale) });
  }
  return Object.create(Object.getPrototypeOf(value), fields);
}
