import type { ScanFailure } from '../../scan/index.js';
import type { ResolvedStreamOptions } from './stream-options.js';

/** A limit of what one answer may cost. */
export type StreamLimit = 'maxScans' | 'maxBytes' | 'maxHoldMs' | 'deadlineMs';

/**
 * Returns the class of a failure at a limit. Whoever writes the text reaches the limits of size; those of time are reached
 * by a scanner that is too slow.
 */
export function failureAt(limit: StreamLimit): ScanFailure {
  return { kind: limit === 'maxScans' || limit === 'maxBytes' ? 'content' : 'outage' };
}

/** What one answer may cost, and has cost. */
export interface Budget {
  /** Scans so far. */
  readonly scans: number;
  /** Counts a scan of so many bytes; the limit that stands in its way where there is one. */
  spend(bytes: number): StreamLimit | undefined;
  /** How long a scan that starts now may take, in milliseconds, and by which limit. */
  time(): { readonly ms: number; readonly limit: StreamLimit };
}

/** Opens the budget of one answer; its deadline runs from now on. The clock gives milliseconds and never goes back. */
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

/** A limit of fewer scans is one that is meant to be reached. */
const LEAST_SPACED = 100;

/**
 * Returns how many times wider windows are to be, so that the scans last: those of a scanner that answers at once would
 * be as many as there are chunks. From half of them on, twice as wide for every twentieth that is used.
 */
export function spacing(scans: number, maxScans: number): number {
  const over = scans - maxScans / 2;
  return over <= 0 || maxScans < LEAST_SPACED ? 1 : 2 ** Math.floor((over * 20) / maxScans);
}
