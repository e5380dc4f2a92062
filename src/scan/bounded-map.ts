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

interface Entry<Value> {
  readonly value: Value;
  readonly bytes: number;
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
  const held = new Map<Key, Entry<Value>>();
  let total = 0;

  const remove = (key: Key): boolean => {
    const entry = held.get(key);
    if (entry === undefined) return false;
    total -= entry.bytes;
    return held.delete(key);
  };

  const makeRoom = (): void => {
    if (held.size <= maxEntries && total <= maxBytes) return;
    let left = held.size;
    const spare = left > LARGE ? 1 - 1 / 64 : 1;
    const entries = Math.ceil(maxEntries * spare);
    const bytes = maxBytes * spare;
    for (const key of held.keys()) {
      // The newest is what room is made for.
      if ((left <= entries && total <= bytes) || left === 1) return;
      remove(key);
      left -= 1;
    }
  };

  return {
    get size() {
      return held.size;
    },
    get bytes() {
      return total;
    },
    get(key) {
      const entry = held.get(key);
      if (entry === undefined) return undefined;
      held.delete(key);
      held.set(key, entry);
      return entry.value;
    },
    set(key, value, own) {
      remove(key);
      const bytes = own + ENTRY_BYTES;
      if (bytes > maxBytes) return;
      held.set(key, { value, bytes });
      total += bytes;
      makeRoom();
    },
    delete: remove,
    *entries() {
      for (const [key, { value }] of held) yield [key, value] as const;
    },
    forgetWhile(isOld) {
      for (const [key, { value }] of held) {
        if (!isOld(value)) return value;
        remove(key);
      }
      return undefined;
    },
  };
}
