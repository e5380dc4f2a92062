/** A limited number of places, given out in the order of asking. */
export interface Slots {
  /**
   * Waits for a place; `false` when there was none within `limitMs`.
   * @throws the abort reason when the signal aborts while waiting
   */
  acquire(limitMs: number, signal?: AbortSignal): Promise<boolean>;
  /** Gives a place back. Once for each that was acquired. */
  release(): void;
}

/** Makes `count` places. */
export function makeSlots(count: number): Slots {
  let free = count;
  // A set keeps the order, and whoever gives up leaves it without a search.
  const waiting = new Set<() => void>();
  return {
    async acquire(limitMs, signal) {
      signal?.throwIfAborted();
      if (free > 0) {
        free -= 1;
        return true;
      }
      return new Promise((resolve, reject) => {
        const leave = (): void => {
          waiting.delete(take);
          clearTimeout(timer);
          signal?.removeEventListener('abort', giveUp);
        };
        const take = (): void => {
          leave();
          resolve(true);
        };
        const giveUp = (): void => {
          leave();
          reject(signal?.reason);
        };
        const timer = setTimeout(() => {
          leave();
          resolve(false);
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
