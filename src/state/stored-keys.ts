import type { StateStore } from './store.js';

/** Returns the keys of a store that begin with one of the prefixes. Returns none if the store cannot list its keys. */
export async function keysBeginning(
  store: StateStore,
  prefixes: readonly string[],
): Promise<readonly string[]> {
  const found = new Set<string>();
  const take = (key: unknown): void => {
    if (typeof key === 'string' && prefixes.some((prefix) => key.startsWith(prefix))) found.add(key);
  };
  try {
    if (store.keys !== undefined) {
      for (const prefix of prefixes) for await (const key of iterable(await store.keys(prefix))) take(key);
    } else if (typeof store.iterator === 'function') {
      const pairs: unknown = store.iterator(undefined);
      for await (const pair of iterable(pairs)) if (Array.isArray(pair)) take(pair[0]);
    }
  } catch {
    // Keys in the lists are still deleted, and the tombstone covers the others.
  }
  return [...found];
}

function iterable(value: unknown): AsyncIterable<unknown> | Iterable<unknown> {
  const isIterable =
    typeof value === 'object' &&
    value !== null &&
    (Symbol.asyncIterator in value || Symbol.iterator in value);
  return isIterable ? (value as AsyncIterable<unknown> | Iterable<unknown>) : [];
}
