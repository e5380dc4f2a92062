import { firstIndex } from '../../scan/index.js';
import type { Redaction } from '../policy/redacted-span.js';

/** The replaced places of a lane, sorted and without overlap. */
export interface RedactionList {
  readonly all: readonly Redaction[];
  /** Returns the places that overlap a range, in order. */
  touching(start: number, end: number): readonly Redaction[];
  /** Adds a place and removes those that overlap it. */
  put(redaction: Redaction): void;
  /** Extends the place that ends at `from` to `to`. Returns false if no place ends there. */
  extend(from: number, to: number): boolean;
}

/** Makes an empty list. */
export function createRedactionList(): RedactionList {
  const all: Redaction[] = [];

  /** Returns the index of the first place that ends after an offset. */
  const firstBehind = (offset: number): number =>
    firstIndex(all.length, (index) => (all[index]?.end ?? 0) > offset);
  const indexBehind = (index: number, end: number): number => {
    let last = index;
    while ((all[last]?.start ?? Number.POSITIVE_INFINITY) < end) last += 1;
    return last;
  };

  return {
    all,
    touching(start, end) {
      if (all.length === 0) return all;
      const index = firstBehind(start);
      return all.slice(index, indexBehind(index, end));
    },
    put(redaction) {
      const index = firstBehind(redaction.start);
      all.splice(index, indexBehind(index, redaction.end) - index, redaction);
    },
    extend(from, to) {
      const last = all.at(-1);
      if (last?.end !== from) return false;
      all[all.length - 1] = { ...last, end: to };
      return true;
    },
  };
}
