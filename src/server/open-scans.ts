import type { ResolvedLimits } from './options.js';

/** Counts the scans in progress, which hold the bodies of their requests in memory. */
export interface OpenScans {
  /**
   * Lets the scans of a request in. Returns a function to call when each of them has ended, or undefined if the limits
   * would be exceeded.
   * @param bytes of the request's body
   */
  admit(scans: number, bytes: number): (() => void) | undefined;
}

/**
 * Makes the count of open scans with its limits. A request that is larger than a limit is let in when no other scan is
 * open.
 */
export function createOpenScans({
  openScans,
  openBytes,
}: Pick<ResolvedLimits, 'openScans' | 'openBytes'>): OpenScans {
  let scans = 0;
  let bytes = 0;
  return {
    admit(count, size) {
      if (scans > 0 && (scans + count > openScans || bytes + size > openBytes)) return undefined;
      scans += count;
      bytes += size;
      let left = count;
      return () => {
        left -= 1;
        scans -= 1;
        if (left === 0) bytes -= size;
      };
    },
  };
}
