import { createRecencyMap } from './recency-map.js';

/** How much a map may hold. */
export interface MapBounds {
  readonly maxEntries: number;
  /** Bytes of all entries, as those who set them count them. */
  readonly maxBytes: number;
}

/** A map that forgets what was used longest ago when it holds too much. */
export interface BoundedMap<Key, Value> {
  readonly size: number;
  readonly bytes: number;
  /** The value of a key, which has been used by that. */
  get(key: Key): Value | undefined;
  /** What is larger than all may be is not kept. */
  set(key: Key, value: Value, bytes: number): void;
  delete(key: Key): boolean;
  /** Keys and values, what was used longest ago first. */
  entries(): Iterable<readonly [Key, Value]>;
  /** Forgets from the front on while values are old. Returns the first that is not. */
  forgetWhile(isOld: (value: Value) => boolean): Value | undefined;
}

/** What each entry costs beside what it holds. */
const ENTRY_BYTES = 128;

/** From so many entries on it pays to forget several at a time. */
const LARGE = 4096;

/**
 * Makes a map with bounds. It stands in the order of use, so what is to be forgotten is always in front. To look there costs
 * more the more has been taken from there, so in a large map what must go takes some more along: one part in 64.
 */
export function createBoundedMap<Key, Value>({ maxEntries, maxBytes }: MapBounds): BoundedMap<Key, Value> {
  const held = createRecencyMap<Key, Value>();

  const makeRoom = (): void => {
    if (held.size <= maxEntries && held.bytes <= maxBytes) return;
    const spare = held.size > LARGE ? 1 - 1 / 64 : 1;
    const entries = Math.ceil(maxEntries * spare);
    const bytes = maxBytes * spare;
    for (const [key] of held.entries()) {
      // The newest is what room is made for.
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
