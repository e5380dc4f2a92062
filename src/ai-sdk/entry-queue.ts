import type { Entry } from './blocks.js';
import type { Part } from './parts.js';

/** Parts in order, each held until it may leave; no group is cut in two. */
export interface EntryQueue {
  readonly length: number;
  push(entry: Entry): void;
  /** The parts at the head that may leave, as they leave. Where one cannot be taken, the next call throws why. */
  takeReady(): Part[];
}

/** Makes an empty queue. */
export function createEntryQueue(): EntryQueue {
  const entries: Entry[] = [];
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
    takeReady() {
      if (failure !== undefined) throw failure.error;
      const count = readyCount();
      if (count === 0) return [];
      const leaving = entries.splice(0, count);
      left += count;
      for (const { group } of leaving) if (group !== undefined) ends.delete(group);
      const parts: Part[] = [];
      for (const entry of leaving) {
        try {
          parts.push(...entry.take());
        } catch (error) {
          // What stands before it has been judged, and is given.
          if (parts.length === 0) throw error;
          failure = { error };
          break;
        }
      }
      return parts;
    },
  };
}
