import { heldBytes } from './held-bytes.js';
import type { ScanRequest } from './request.js';

/**
 * How a wait for a place ended. `late`: none came free in time. `full`: too many requests, or too many bytes, were
 * waiting already.
 */
export type SlotTurn = 'acquired' | 'late' | 'full';

/** The limits of the queue for a place. */
export interface WaitingBounds {
  readonly maxWaiting: number;
  /** Bytes of memory of all waiting requests together. */
  readonly maxWaitingBytes: number;
}

/** A limited number of places, given out in the order of asking. */
export interface Slots {
  /**
   * Waits for a place for a request, at most `limitMs`.
   * @throws the abort reason when the signal aborts while waiting
   */
  acquire(request: ScanRequest, limitMs: number, signal?: AbortSignal): Promise<SlotTurn>;
  /** Gives a place back. Call it once for each acquired place. */
  release(): void;
}

/** Makes `count` places. */
export function makeSlots(count: number, { maxWaiting, maxWaitingBytes }: WaitingBounds): Slots {
  let free = count;
  let waitingBytes = 0;
  // A set keeps the order, and a waiter that gives up leaves it without a search.
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
