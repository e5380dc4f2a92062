import { type TurnLimit, type Turns, untilAborted, wait } from '../scan/index.js';

/** How a limit is cut into windows of which each has so many turns. */
export interface TurnWindows {
  readonly windowMs: number;
  readonly turns: number;
}

/** More windows in one period share turns out more evenly, and ask the store more often. */
const MAX_WINDOWS = 20;
/** What requests lose or gain of their distance on the way, as a part of it. */
const JITTER = 1.05;

/**
 * Cuts a limit into windows so that no period of `perMs`, wherever it begins, touches more turns than it may have: it touches
 * one window more than it is long. Of a limit of one request it may touch two.
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

/** Counts in a window of all processes: the number of whoever asks, from 1. Nothing where nobody can count. */
export type CountIn = (window: number, lastsMs: number) => Promise<number | undefined>;

/** What turns of all processes are made of. */
export interface WindowParts {
  readonly limit: TurnLimit;
  readonly countIn: CountIn;
  /** The turns of this process by itself, for when nobody can count. */
  readonly own: Turns;
  /** Wall clock in milliseconds, which all processes have about the same. */
  now(): number;
}

/**
 * Makes turns of which all processes together take as many as the limit has. A process waits for one turn at a time, so that
 * none of them books the future for itself: all that wait have the same share.
 */
export function windowTurns({ limit, countIn, own, now }: WindowParts): Turns {
  const { windowMs, turns } = planWindows(limit);
  /** Windows before it are full, or over. */
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
      // Who has gone does not wait for those before it, nor do those behind it wait for more than its place.
      return untilAborted(mine, signal);
    },
  };
}
