import { type TurnLimit, type Turns, untilAborted, wait } from '../scan/index.js';

/** The windows that a limit is divided into, with the turns of each. */
export interface TurnWindows {
  readonly windowMs: number;
  readonly turns: number;
}

/** The most windows in one period. More windows share turns more evenly, but ask the store more often. */
const MAX_WINDOWS = 20;
/** The most that the distance between requests changes on the way, as a factor. */
const JITTER = 1.05;

/**
 * Divides a limit into windows so that no period of `perMs` touches more turns than the limit allows, wherever it
 * begins. A period touches one window more than its length holds. With a limit of one request it may touch two.
 */
export function planWindows({ requests, perMs }: TurnLimit): TurnWindows {
  let best: TurnWindows = { windowMs: perMs * JITTER, turns: 1 };
  let most = 1;
  for (let windows = 1; windows <= MAX_WINDOWS; windows += 1) {
    const turns = Math.floor(requests / (windows + 1));
    if (turns * windows < most || turns === 0) continue;
    most = turns * windows;
    best = { windowMs: (perMs * JITTER) / windows, turns };
  }
  return best;
}

/**
 * Counts in a window of all processes. Returns the number of this call, from 1, or undefined if the store cannot count.
 */
export type CountIn = (window: number, lastsMs: number) => Promise<number | undefined>;

/** The parts that turns of all processes are made from. */
export interface WindowParts {
  readonly limit: TurnLimit;
  readonly countIn: CountIn;
  /** The turns of this process alone, used if the store cannot count. */
  readonly own: Turns;
  /** The wall clock in milliseconds, which is about the same in all processes. */
  now(): number;
}

/**
 * Makes turns that all processes together take within the limit. A process waits for one turn at a time, so that none
 * of them books the future for itself. So all waiting processes have the same share.
 */
export function windowTurns({ limit, countIn, own, now }: WindowParts): Turns {
  const { windowMs, turns } = planWindows(limit);
  /** All earlier windows are full or over. */
  let nextFree = 0;
  let last: Promise<unknown> = Promise.resolve();

  const takeNext = async (until: number, signal: AbortSignal | undefined): Promise<boolean> => {
    for (;;) {
      signal?.throwIfAborted();
      const window = Math.max(Math.floor(now() / windowMs), nextFree);
      const opensAt = window * windowMs;
      if (Math.max(opensAt, now()) > until) return false;
      const number = await countIn(window, limit.perMs * 2 + Math.max(0, opensAt - now()));
      if (number === undefined) return own.take(Math.max(0, until - now()), signal);
      if (number <= turns) {
        const aheadMs = opensAt - now();
        if (aheadMs > 0) await wait(Math.ceil(aheadMs), signal);
        return true;
      }
      nextFree = window + 1;
    }
  };

  return {
    take(maxWaitMs, signal) {
      const until = now() + maxWaitMs;
      const before = last;
      const mine = (async () => {
        await before;
        return takeNext(until, signal);
      })();
      last = mine.catch(() => undefined);
      // A caller that has left does not wait for earlier callers, and later callers wait only for its place.
      return untilAborted(mine, signal);
    },
  };
}
