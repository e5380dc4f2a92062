/** A held part of a stream that becomes items of it. */
export interface Entry<Item> {
  /** Tells whether it may leave. */
  ready(): boolean;
  /** Returns the items that leave: unchanged, rewritten, or none if a replacement leaves nothing. */
  take(): readonly Item[];
  /**
   * The group of the entry. Entries of one group leave together or not at all, because the input of a tool is nothing
   * without its call.
   */
  readonly group?: object | undefined;
}

/** Entries in order, each held until it may leave. No group is divided. */
export interface EntryQueue<Item> {
  readonly length: number;
  push(entry: Entry<Item>): void;
  /** Returns the items at the head that may leave. If an entry cannot be taken, the next call throws the error. */
  drain(): Item[];
}

/** Makes an empty queue. */
export function createEntryQueue<Item>(): EntryQueue<Item> {
  const entries: Entry<Item>[] = [];
  let failure: { readonly error: unknown } | undefined;
  /** The number of entries that have left. It is the position of the first entry in the queue. */
  let left = 0;
  /** The position after the last entry of each group. */
  const ends = new Map<object, number>();

  const readyCount = (): number => {
    let count = 0;
    let until = 0;
    for (const [index, { ready, group }] of entries.entries()) {
      if (!ready()) break;
      if (group !== undefined) until = Math.max(until, (ends.get(group) ?? 0) - left);
      if (index + 1 >= until) count = index + 1;
    }
    return count;
  };

  return {
    get length() {
      return entries.length;
    },
    push(entry) {
      entries.push(entry);
      if (entry.group !== undefined) ends.set(entry.group, left + entries.length);
    },
    drain() {
      if (failure !== undefined) throw failure.error;
      const count = readyCount();
      if (count === 0) return [];
      const leaving = entries.splice(0, count);
      left += count;
      for (const { group } of leaving) if (group !== undefined) ends.delete(group);
      const items: Item[] = [];
      for (const entry of leaving) {
        try {
          items.push(...entry.take());
        } catch (error) {
          // The items before it were judged, so they are returned first.
          if (items.length === 0) throw error;
          failure = { error };
          break;
        }
      }
      return items;
    },
  };
}
