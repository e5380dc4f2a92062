import { isFailedScan, type ScanResult } from '../../scan/index.js';

/** How often one answer asks its scanner, once that has said that it is asked too often. */
export interface Pace {
  /** Takes in what the scanner itself said. */
  note(result: ScanResult): void;
  /** Takes in that a scan starts. */
  start(): void;
  /** How many times wider windows are to be. */
  readonly widening: number;
  /** Milliseconds until the next scan may start. */
  dueInMs(): number;
}

/** The least time between the starts of two scans after the first 429 of an answer, in milliseconds. It doubles with each. */
const FIRST_INTERVAL_MS = 500;

/** Four times as long: nobody waits longer for a piece of an answer. */
const MAX_DOUBLINGS = 3;

/** Whether a scan failed because the service is asked too often. */
export function isTooMany(result: ScanResult): boolean {
  return isFailedScan(result) && result.failure?.statusCode === 429;
}

/** Makes the pace of one answer. The clock gives milliseconds and never goes back; `random` draws from [0, 1). */
export function createPace(now: () => number, random: () => number): Pace {
  let refusals = 0;
  let notBefore = 0;
  /** Answers that were refused together do not come again together. */
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
