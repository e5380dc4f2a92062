import { field, isDraft, isObject } from '../fields.js';

/** Lists and plain objects that hold, at any depth, something that is not read as JSON. */
export type Holders = ReadonlySet<object>;

/** Lists the fields to read of a document, or of a command of LangGraph, from any copy of the library. */
export function ownKeys(value: object): readonly string[] | undefined {
  const order = field(value, 'lg_name');
  if (order === 'Command') return ['update', 'resume', 'goto'];
  if (order === 'Send') return ['args'];
  if (order === 'Overwrite') return ['value'];
  if (typeof field(value, 'pageContent') !== 'string') return undefined;
  return ['pageContent', ...Object.keys(value).filter((key) => key !== 'pageContent')];
}

/** Tells whether a value is of a LangChain kind, which is not read as JSON. */
export function isOwnKind(value: object): boolean {
  return isMessage(value) || isPromptValue(value) || ownKeys(value) !== undefined;
}

/** Finds the lists and plain objects of a value that hold anything that is not read as JSON. */
export function knownIn(root: unknown): Holders {
  const holders = new Set<object>();
  const within = new Map<object, object[]>();
  const found: object[] = [];
  const pending: object[] = isObject(root) ? [root] : [];
  while (pending.length > 0) {
    const value = pending.pop();
    if (value === undefined) break;
    if (isOwnKind(value)) {
      found.push(value);
      continue;
    }
    if (!isContainer(value)) continue;
    for (const item of Object.values(value)) {
      if (!isObject(item)) continue;
      const around = within.get(item);
      if (around !== undefined) {
        around.push(value);
        continue;
      }
      within.set(item, [value]);
      pending.push(item);
    }
  }
  while (found.length > 0) {
    const value = found.pop();
    for (const holder of (value && within.get(value)) ?? []) {
      if (holders.has(holder)) continue;
      holders.add(holder);
      found.push(holder);
    }
  }
  return holders;
}

/** Tells whether a value is a list or a plain object. */
function isContainer(value: object): boolean {
  return Array.isArray(value) || isPlain(value);
}

/** Tells whether a list or a plain object has only plain items or fields: no getters, no symbols, no hidden fields. */
export function isBareData(value: object): boolean {
  const keys = Reflect.ownKeys(value);
  const isFields = keys.every((key) => {
    const descriptor = Reflect.getOwnPropertyDescriptor(value, key);
    return typeof key === 'string' && descriptor?.enumerable === true && descriptor.get === undefined;
  });
  return Array.isArray(value) ? keys.length === value.length + 1 : isFields;
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** Tells whether a value is a message of any copy of LangChain. */
export function isMessage(value: unknown): value is object {
  const says = ['getType', '_getType'].some((name) => typeof field(value, name) === 'function');
  return says && isDraft(value) && 'content' in value;
}

/** Tells whether a value is the result of a prompt template. */
export function isPromptValue(value: object): boolean {
  return typeof field(value, 'toChatMessages') === 'function';
}
