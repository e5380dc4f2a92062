import { type TurnLimit, untilAborted, wait } from '../scan/index.js';

/** A limit of `requests` requests in any window of `perMs` milliseconds. */
export type RateLimit = TurnLimit;

/** A time source. Tests can replace it. */
export interface Clock {
  now(): number;
  wait(milliseconds: number, signal: AbortSignal | undefined): Promise<void>;
}

/** The machine's monotonic clock. */
export const systemClock: Clock = { now: () => performance.now(), wait };

/**
 * Makes a function that lets at most `requests` callers through in any window of `perMs` milliseconds, in the order of
 * their calls. It resolves when it is the caller's turn and rejects with the abort reason.
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
    // An aborted caller must not hold up later callers.
    turn = mine.catch(() => undefined);
    // It does not wait for earlier callers either.
    return untilAborted(mine, signal);
  };
}
