import {
  applyRedactions,
  type Decision,
  type Draft,
  joinSegments,
  type Segment,
  valueSegments,
} from '../guard/index.js';
import { allSegments } from './conversation.js';
import { draftMessage } from './message-draft.js';
import { fieldsOf, isDraft, rebuild } from './message-fields.js';
import { field } from './message-text.js';

/** A value taken apart, with the places where it can be rewritten. The value itself stays as it is. */
export interface ValueDraft {
  readonly segments: readonly Segment[];
  /** The value as it is now, its parts of the same classes; the very value where nothing was written. */
  build(): unknown;
}

/**
 * Takes apart what goes into a step of LangChain or comes out of it: texts, messages, prompt values, documents, commands
 * of LangGraph, and lists and plain objects that hold any of them, however deep. Everything else is judged as JSON.
 * @throws GuardrailConfigError for a value that has no JSON, such as one that contains itself
 */
export function draftValue(value: unknown): ValueDraft {
  return draftInside(value, new Set());
}

/** The text of a value, as it is judged. */
export function textOf(value: unknown): string {
  return joinSegments(draftValue(value).segments);
}

/**
 * Judges a value, and rewrites a copy where the policy redacts.
 * @throws what `enforce` throws, and GuardrailViolationError where a finding lies in a place that cannot be rewritten
 */
export async function judgeValue(
  value: unknown,
  enforce: (text: string) => Promise<Decision>,
): Promise<unknown> {
  return judgeDraft(draftValue(value), enforce);
}

/** The same with a value that has been taken apart. */
export async function judgeDraft(
  draft: ValueDraft,
  enforce: (text: string) => Promise<Decision>,
): Promise<unknown> {
  const decision = await enforce(joinSegments(draft.segments));
  if (decision.outcome === 'redact') applyRedactions(draft.segments, decision);
  return draft.build();
}

/** A copy of the value with its texts put through `restore`; the very value where they stay. */
export function restoreValue(value: unknown, restore: (text: string) => string): unknown {
  const draft = draftValue(value);
  for (const { text, write } of draft.segments) {
    const restored = restore(text);
    // A place that cannot take its original keeps the placeholder: that is no finding.
    if (restored !== text) write?.(restored);
  }
  return draft.build();
}

/** Parts that are judged one by one. */
export function draftItems(items: readonly unknown[]): ValueDraft {
  return listDraft(items, new Set());
}

function draftInside(value: unknown, open: ReadonlySet<unknown>): ValueDraft {
  // A value that contains itself has no JSON, which is for the reader of JSON to say.
  if (!isObject(value) || open.has(value)) return plainDraft(value);
  const inside = new Set([...open, value]);
  if (isMessage(value)) return messageDraft(value, inside);
  if (isPromptValue(value)) return promptValueDraft(value, inside);
  const keys = ownKeys(value);
  if (keys !== undefined) return fieldsDraft(value, keys, inside);
  if (!holdsKnown(value)) return plainDraft(value);
  return Array.isArray(value) ? listDraft(value, inside) : mixedDraft(value, inside);
}

function plainDraft(value: unknown): ValueDraft {
  const draft: Draft = { value };
  return { segments: valueSegments(draft, 'value'), build: () => draft['value'] };
}

function listDraft(list: readonly unknown[], open: ReadonlySet<unknown>): ValueDraft {
  const drafts = list.map((item) => draftInside(item, open));
  return {
    segments: drafts.flatMap(({ segments }) => segments),
    build: () => {
      const built = drafts.map((draft) => draft.build());
      return built.every((item, index) => item === list[index]) ? list : built;
    },
  };
}

/** An object of any class of which some fields are read and the others kept. */
function fieldsDraft(value: object, keys: readonly string[], open: ReadonlySet<unknown>): ValueDraft {
  const drafts = keys.map((key) => ({ key, draft: draftInside(field(value, key), open) }));
  return {
    segments: drafts.flatMap(({ draft }) => draft.segments),
    build: () => {
      const built = drafts.map(({ key, draft }) => [key, draft.build()] as const);
      return withFields(
        value,
        built.filter(([key, item]) => item !== field(value, key)),
      );
    },
  };
}

/** A plain object: what is plain in it is read as one JSON, names included, the rest part by part. */
function mixedDraft(value: object, open: ReadonlySet<unknown>): ValueDraft {
  const known = Object.keys(value).filter((key) => holdsKnown(field(value, key)));
  const plain = Object.fromEntries(Object.entries(value).filter(([key]) => !known.includes(key)));
  const parts = fieldsDraft(value, known, open);
  const rest = Object.keys(plain).length === 0 ? undefined : plainDraft(plain);
  return {
    segments: [...parts.segments, ...(rest?.segments ?? [])],
    build: () => {
      const built = parts.build();
      const others = rest?.build();
      return others === undefined || others === plain || !isObject(built)
        ? built
        : withFields(built, Object.entries(others as object));
    },
  };
}

function messageDraft(message: object, open: ReadonlySet<unknown>): ValueDraft {
  const draft = draftMessage(message);
  // What a tool hands on beside its answer.
  const artifact = draftInside(field(message, 'artifact'), open);
  return {
    segments: [...allSegments(draft), ...artifact.segments],
    build: () => {
      const built = draft.build();
      const rewritten = artifact.build();
      return rewritten === field(message, 'artifact')
        ? built
        : rebuild(built, { ...fieldsOf(built), artifact: rewritten });
    },
  };
}

function promptValueDraft(value: object, open: ReadonlySet<unknown>): ValueDraft {
  const key = ['messages', 'imageUrl', 'value'].find((name) => field(value, name) !== undefined) ?? 'value';
  const draft = draftInside(field(value, key), open);
  return {
    segments: draft.segments,
    build: () => {
      const built = draft.build();
      if (built === field(value, key)) return value;
      const PromptValue: unknown = value.constructor;
      if (typeof PromptValue !== 'function') return built;
      // The value of a text is no object with fields to its constructor.
      return Reflect.construct(PromptValue, [key === 'value' ? built : { [key]: built }]);
    },
  };
}

/** A copy of the same class with some fields other than they were. */
function withFields(value: object, changes: readonly (readonly [string, unknown])[]): object {
  if (changes.length === 0) return value;
  // Of a frozen object too: the copy is nobody's yet.
  const fields: PropertyDescriptorMap = Object.getOwnPropertyDescriptors(value);
  const set = (key: string | symbol, item: unknown): void => {
    Reflect.set(fields, key, { value: item, enumerable: true, configurable: true, writable: true });
  };
  for (const [key, item] of changes) set(key, item);
  // Commands of LangGraph keep what they were made of under a symbol.
  for (const symbol of Object.getOwnPropertySymbols(value)) {
    const kept: unknown = Reflect.get(value, symbol);
    if (!isObject(kept)) continue;
    const stale = changes.filter(([key]) => field(kept, key) !== undefined);
    if (stale.length > 0) set(symbol, { ...kept, ...Object.fromEntries(stale) });
  }
  return Object.create(Object.getPrototypeOf(value), fields);
}

/** The fields of documents, and of what LangGraph takes for orders; they say what they are, whatever copy they come from. */
function ownKeys(value: object): readonly string[] | undefined {
  const order = field(value, 'lg_name');
  if (order === 'Command') return ['update', 'resume', 'goto'];
  if (order === 'Send') return ['args'];
  if (order === 'Overwrite') return ['value'];
  if (typeof field(value, 'pageContent') !== 'string') return undefined;
  return ['pageContent', ...Object.keys(value).filter((key) => key !== 'pageContent')];
}

/** Whether a value is, or holds in lists and plain objects, anything that is not read as JSON. */
function holdsKnown(root: unknown): boolean {
  const seen = new Set<unknown>();
  const pending: unknown[] = [root];
  while (pending.length > 0) {
    const value = pending.pop();
    if (!isObject(value) || seen.has(value)) continue;
    seen.add(value);
    if (isMessage(value) || isPromptValue(value) || ownKeys(value) !== undefined) return true;
    if (Array.isArray(value) || isPlain(value)) pending.push(...Object.values(value));
  }
  return false;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** Whether a value is a message of any copy of LangChain. */
export function isMessage(value: unknown): value is object {
  const says = ['getType', '_getType'].some((name) => typeof field(value, name) === 'function');
  return says && isDraft(value) && 'content' in value;
}

function isPromptValue(value: object): boolean {
  return typeof field(value, 'toChatMessages') === 'function';
}
