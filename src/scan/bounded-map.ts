import { createRecencyMap } from './recency-map.js';

/** The limits of a map. */
export interface MapBounds {
  readonly maxEntries: number;
  /** Bytes of all entries together. The caller states the bytes of each entry when it sets it. */
  readonly maxBytes: number;
}

/** A map that forgets the least recently used entries when it holds too much. */
export interface BoundedMap<Key, Value> {
  readonly size: number;
  readonly bytes: number;
  /** Returns the value of a key and marks the key as used. */
  get(key: Key): Value | undefined;
  /** Sets the value of a key. A value that is larger than the whole limit is not kept. */
  set(key: Key, value: Value, bytes: number): void;
  delete(key: Key): boolean;
  /** Returns keys and values, the least recently used first. */
  entries(): Iterable<readonly [Key, Value]>;
  /** Forgets entries from the least recently used on, while `isOld` holds. Returns the first value that is not old. */
  forgetWhile(isOld: (value: Value) => boolean): Value | undefined;
}

/** Bytes that each entry costs in addition to its contents. */
const ENTRY_BYTES = 128;

/** The number of entries from which it pays to forget several at a time. */
const LARGE = 4096;

/**
 * Makes a map with bounds. The map is in order of use, so the next entry to forget is always at the front. Reading the
 * front costs more after many deletions there. A large map therefore makes room for one part in 64 more than it needs.
 */
export function createBoundedMap<Key, Value>({ maxEntries, maxBytes }: MapBounds): BoundedMap<Key, Value> {
  const held = createRecencyMap<Key, Value>();

  const makeRoom = (): void => {
    if (held.size <= maxEntries && held.bytes <= maxBytes) return;
    const spare = held.size > LARGE ? 1 - 1 / 64 : 1;
    const entries = Math.ceil(maxEntries * spare);
    const bytes = maxBytes * spare;
    for (const [key] of held.entries()) {
      // The newest entry stays, because the room is made for it.
      if ((held.size <= entries && held.bytes <= bytes) || held.size === 1) return;
      held.delete(key);
    }
  };

  return {
    get size() {
      return held.size;
    },
    get bytes() {
      return held.bytes;
    },
    get: held.get,
    set(key, value, own) {
      held.delete(key);
      const bytes = own + ENTRY_BYTES;
      if (bytes > maxBytes) return;
      held.set(key, value, bytes);
      makeRoom();
    },
    delete: held.delete,
    entries: held.entries,
    forgetWhile(isOld) {
      for (const [key, value] of held.entries()) {
        if (!isOld(value)) return value;
        held.delete(key);
      }
      return undefined;
    },
  };
}
