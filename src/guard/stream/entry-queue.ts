/** What is held of a stream, and becomes items of it. */
export interface Entry<Item> {
  /** Whether it may leave. */
  ready(): boolean;
  /** What leaves of it: as it came, rewritten, or nothing where a replacement leaves nothing of it. */
  take(): readonly Item[];
  /** Entries of one group leave together or not at all: the input of a tool is nothing without its call. */
  readonly group?: object | undefined;
}

/** Entries in order, each held until it may leave; no group is cut in two. */
export interface EntryQueue<Item> {
  readonly length: number;
  push(entry: Entry<Item>): void;
  /** The items at the head that may leave, as they leave. Where one cannot be taken, the next call throws why. */
  drain(): Item[];
}

/** Makes an empty queue. */
export function createEntryQueue<Item>(): EntryQueue<Item> {
  const entries: Entry<Item>[] = [];
  let failure: { readonly error: unknown } | undefined;
  /** How many entries have left: the position of the first that is there. */
  let left = 0;
  /** The position behind the last entry of each group. */
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
          // The items before it have been judged, so they are given.
          if (items.length === 0) throw error;
          failure = { error };
          break;
        }
      }
      return items;
    },
  };
}
