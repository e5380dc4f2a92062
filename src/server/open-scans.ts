import type { ResolvedLimits } from './options.js';

/** The scans that are under way, which hold the bodies of their requests in memory. */
export interface OpenScans {
  /**
   * Lets the scans of a request in. Returns what to call when each of them has ended, or nothing where it would be too many.
   * @param bytes of the request's body
   */
  admit(scans: number, bytes: number): (() => void) | undefined;
}

/** Counts scans up to the limits. A request that is larger than all may be is let in where nothing else is. */
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
