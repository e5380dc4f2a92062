/** A map in the order of use that counts the bytes of its entries. */
export interface RecencyMap<Key, Value> {
  readonly size: number;
  /** Bytes of all entries together. The caller states the bytes of each entry when it sets it. */
  readonly bytes: number;
  /** Returns the value of a key and marks the key as used. */
  get(key: Key): Value | undefined;
  /** Returns the value of a key without using it. */
  peek(key: Key): Value | undefined;
  /** Sets the value of a key and marks the key as used. */
  set(key: Key, value: Value, bytes: number): void;
  /** Changes the byte count of an entry without using it. */
  resize(key: Key, bytes: number): void;
  delete(key: Key): boolean;
  /** Returns keys and values, the least recently used first. Entries may be deleted during the iteration. */
  entries(): Iterable<readonly [Key, Value]>;
}

interface Entry<Value> {
  readonly value: Value;
  bytes: number;
}

/** Makes an empty map without bounds. The caller decides which entries to forget. */
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
