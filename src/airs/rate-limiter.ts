import { type TurnLimit, untilAborted, wait } from '../scan/index.js';

/** So many requests in any window of so many milliseconds. */
export type RateLimit = TurnLimit;

/** Time source, replaceable in tests. */
export interface Clock {
  now(): number;
  wait(milliseconds: number, signal: AbortSignal | undefined): Promise<void>;
}

/** The machine's monotonic clock. */
export const systemClock: Clock = { now: () => performance.now(), wait };

/**
 * Lets at most `requests` callers through in any window of `perMs` milliseconds, in the order in which they came.
 * The returned function resolves when it is the caller's turn and rejects with the abort reason.
 */
export function createRateLimiter(
  limit: RateLimit,
  clock: Clock = systemClock,
): (signal?: AbortSignal) => Promise<void> {
  const recent: number[] = [];
  let turn: Promise<void> = Promise.resolve();
  const pass = async (signal: AbortSignal | undefined): Promise<void> => {
    signal?.throwIfAborted();
    for (;;) {
      const now = clock.now();
      while (recent[0] !== undefined && now - recent[0] >= limit.perMs) recent.shift();
      const oldest = recent[0];
      if (recent.length < limit.requests || oldest === undefined) {
        recent.push(now);
        return;
      }
      await clock.wait(oldest + limit.perMs - now, signal);
    }
  };
  return (signal) => {
    const mine = turn.then(() => pass(signal));
    // An aborted caller must not hold up those behind it.
    turn = mine.catch(() => undefined);
    // Nor need it wait for those before it.
    return untilAborted(mine, signal);
  };
}
