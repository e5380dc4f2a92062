import { isFailedScan, type ScanResult } from '../../scan/index.js';

/** The rate at which one answer calls its scanner, after the scanner has said that it is called too often. */
export interface Pace {
  /** Records the scanner's own result. */
  note(result: ScanResult): void;
  /** Records that a scan starts. */
  start(): void;
  /** The factor by which windows are widened. */
  readonly widening: number;
  /** Returns the milliseconds until the next scan may start. */
  dueInMs(): number;
}

/**
 * The least time between the starts of two scans after the first 429 of an answer, in milliseconds. It doubles with
 * each further 429.
 */
const FIRST_INTERVAL_MS = 500;

/** The most doublings. The interval is limited to four times the first, so that no piece of an answer waits longer. */
const MAX_DOUBLINGS = 3;

/** Tells whether a scan failed because the service is called too often. */
export function isTooMany(result: ScanResult): boolean {
  return isFailedScan(result) && result.failure?.statusCode === 429;
}

/** Makes the pace of one answer. The clock must give milliseconds and never go back. `random` draws from [0, 1). */
export function createPace(now: () => number, random: () => number): Pace {
  let refusals = 0;
  let notBefore = 0;
  /** The random part keeps answers that were refused together from retrying together. */
  const intervalMs = (): number =>
    FIRST_INTERVAL_MS * 2 ** (Math.min(refusals, MAX_DOUBLINGS) - 1) * (1 + random() / 2);
  const delay = (): void => {
    if (refusals > 0) notBefore = now() + intervalMs();
  };
  return {
    note(result) {
      if (!isTooMany(result)) return;
      refusals += 1;
      delay();
    },
    start: delay,
    get widening() {
      return 4 ** Math.min(refusals, MAX_DOUBLINGS);
    },
    dueInMs: () => Math.max(0, notBefore - now()),
  };
}
