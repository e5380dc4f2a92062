import type { Window } from './window.js';

/** Moves the offsets of the lanes of a window that has passed. Its text was scanned and may leave up to `releaseTo`. */
export function passWindow({ pieces }: Pick<Window, 'pieces'>): void {
  for (const { lane, to, releaseTo } of pieces) {
    lane.scannedTo = Math.max(lane.scannedTo, to);
    lane.seenTo = Math.max(lane.seenTo, to);
    lane.clearedTo = Math.max(lane.clearedTo, releaseTo);
  }
}

/**
 * Moves the offsets of the lanes of a window with findings. Replaced text is judged again as it will leave. A finding
 * that may still grow was seen and waits for more text.
 */
export function reopenWindow({ pieces }: Pick<Window, 'pieces'>, replaced: boolean): void {
  for (const { lane, from, to } of pieces) {
    if (replaced) lane.scannedTo = Math.min(lane.scannedTo, from);
    lane.seenTo = replaced ? Math.min(lane.seenTo, from) : to;
  }
}
