import { heldBytes } from './held-bytes.js';
import type { ScanRequest } from './request.js';

/** What became of waiting for a place: none came free in time, or too many, or too much, was waiting already. */
export type SlotTurn = 'acquired' | 'late' | 'full';

/** How much may wait for a place. */
export interface WaitingBounds {
  readonly maxWaiting: number;
  /** Bytes of memory of the requests that wait, together. */
  readonly maxWaitingBytes: number;
}

/** A limited number of places, given out in the order of asking. */
export interface Slots {
  /**
   * Waits for a place for a request, at most `limitMs`.
   * @throws the abort reason when the signal aborts while waiting
   */
  acquire(request: ScanRequest, limitMs: number, signal?: AbortSignal): Promise<SlotTurn>;
  /** Gives a place back. Once for each that was acquired. */
  release(): void;
}

/** Makes `count` places. */
export function makeSlots(count: number, { maxWaiting, maxWaitingBytes }: WaitingBounds): Slots {
  let free = count;
  let waitingBytes = 0;
  // A set keeps the order, and whoever gives up leaves it without a search.
  const waiting = new Set<() => void>();
  return {
    async acquire(request, limitMs, signal) {
      signal?.throwIfAborted();
      if (free > 0) {
        free -= 1;
        return 'acquired';
      }
      const bytes = heldBytes(request);
      if (waiting.size >= maxWaiting || waitingBytes + bytes > maxWaitingBytes) return 'full';
      waitingBytes += bytes;
      return new Promise((resolve, reject) => {
        const leave = (): void => {
          waiting.delete(take);
          waitingBytes -= bytes;
          clearTimeout(timer);
          signal?.removeEventListener('abort', giveUp);
        };
        const take = (): void => {
          leave();
          resolve('acquired');
        };
        const giveUp = (): void => {
          leave();
          reject(signal?.reason);
        };
        const timer = setTimeout(() => {
          leave();
          resolve('late');
        }, limitMs);
        waiting.add(take);
        signal?.addEventListener('abort', giveUp, { once: true });
      });
    },
    release() {
      const [next] = waiting;
      if (next === undefined) free += 1;
      else next();
    },
  };
}
