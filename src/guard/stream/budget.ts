import type { ScanFailure } from '../../scan/index.js';
import type { ResolvedStreamOptions } from './stream-options.js';

/** A limit on the cost of one answer. */
export type StreamLimit = 'maxScans' | 'maxBytes' | 'maxHoldMs' | 'deadlineMs';

/**
 * Returns the class of a failure at a limit. The author of the text causes the limits of size, and a slow scanner
 * causes those of time.
 */
export function failureAt(limit: StreamLimit): ScanFailure {
  return { kind: limit === 'maxScans' || limit === 'maxBytes' ? 'content' : 'outage' };
}

/** The limits on the cost of one answer, and the cost so far. */
export interface Budget {
  /** The number of scans so far. */
  readonly scans: number;
  /** Counts a scan of this many bytes. Returns the limit that it would exceed, if any. */
  spend(bytes: number): StreamLimit | undefined;
  /** Returns how long a scan that starts now may take, in milliseconds, and the limit that sets this. */
  time(): { readonly ms: number; readonly limit: StreamLimit };
}

/**
 * Opens the budget of one answer. Its deadline runs from now on. The clock must give milliseconds and never go back.
 */
export function openBudget(
  { maxScans, maxBytes, maxHoldMs, deadlineMs }: ResolvedStreamOptions,
  now: () => number,
): Budget {
  const end = now() + deadlineMs;
  let scans = 0;
  let bytes = 0;
  return {
    get scans() {
      return scans;
    },
    spend(size) {
      if (now() >= end) return 'deadlineMs';
      if (scans >= maxScans) return 'maxScans';
      if (bytes + size > maxBytes) return 'maxBytes';
      scans += 1;
      bytes += size;
      return undefined;
    },
    time() {
      const left = end - now();
      return left < maxHoldMs
        ? { ms: Math.ceil(left), limit: 'deadlineMs' }
        : { ms: maxHoldMs, limit: 'maxHoldMs' };
    },
  };
}

/** A limit below this number of scans is meant to be reached. */
const LEAST_SPACED = 100;

/**
 * Returns the factor by which windows are widened so that the scans last. A scanner that answers at once would
 * otherwise be called for every chunk. After half of the scans, the width doubles for every twentieth that is used.
 */
export function spacing(scans: number, maxScans: number): number {
  const over = scans - maxScans / 2;
  return over <= 0 || maxScans < LEAST_SPACED ? 1 : 2 ** Math.floor((over * 20) / maxScans);
}
