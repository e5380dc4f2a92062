import { firstIndex } from '../../scan/index.js';
import type { Redaction } from '../policy/redacted-span.js';

/** The places of a lane that are replaced: sorted, none touching another's text. */
export interface RedactionList {
  readonly all: readonly Redaction[];
  /** Those that share text with a range, in order. */
  touching(start: number, end: number): readonly Redaction[];
  /** Adds one in place of those that share text with it. */
  put(redaction: Redaction): void;
  /** Lets the one that ends at `from` reach to `to`; false where none ends there. */
  extend(from: number, to: number): boolean;
}

/** Makes an empty list. */
export function createRedactionList(): RedactionList {
  const all: Redaction[] = [];

  /** Index of the first that ends behind an offset. */
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
