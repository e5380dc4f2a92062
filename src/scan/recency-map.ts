/** A map in the order of use that counts the bytes of what it holds. */
export interface RecencyMap<Key, Value> {
  readonly size: number;
  /** Bytes of all entries, as those who set them count them. */
  readonly bytes: number;
  /** Returns the value of a key, which has been used by that. */
  get(key: Key): Value | undefined;
  /** Returns the value of a key without using it. */
  peek(key: Key): Value | undefined;
  /** Puts a value in, as the one that was used last. */
  set(key: Key, value: Value, bytes: number): void;
  /** Counts the bytes of an entry anew, without using it. */
  resize(key: Key, bytes: number): void;
  delete(key: Key): boolean;
  /** Keys and values; what was used longest ago comes first. Entries may be deleted on the way. */
  entries(): Iterable<readonly [Key, Value]>;
}

interface Entry<Value> {
  readonly value: Value;
  bytes: number;
}

/** Makes an empty map without bounds: who uses it decides what is to be forgotten. */
export function createRecencyMap<Key, Value>(): RecencyMap<Key, Value> {
  const held = new Map<Key, Entry<Value>>();
  let total = 0;

  const remove = (key: Key): boolean => {
    const entry = held.get(key);
    if (entry === undefined) return false;
    total -= entry.bytes;
    return held.delete(key);
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
    peek: (key) => held.get(key)?.value,
    set(key, value, bytes) {
      remove(key);
      held.set(key, { value, bytes });
      total += bytes;
    },
    resize(key, bytes) {
      const entry = held.get(key);
      if (entry === undefined) return;
      total += bytes - entry.bytes;
      entry.bytes = bytes;
    },
    delete: remove,
    *entries() {
      for (const [key, { value }] of held) yield [key, value] as const;
    },
  };
}
