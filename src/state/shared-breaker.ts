import type { AttemptEnd, BreakerState, CircuitBreakerSettings, SharedBreaker } from '../scan/index.js';

/** The messages that processes exchange about one endpoint. None of the functions rejects. */
export interface BreakerNews {
  /**
   * Returns the milliseconds for which the other processes do not call the endpoint, or 0 if they do. Returns undefined
   * if the store does not answer.
   */
  openForMs(): Promise<number | undefined>;
  open(cooldownMs: number): Promise<void>;
  close(): Promise<void>;
  /**
   * Counts a failure and returns the number of failures in a row in all processes. Returns undefined if the store
   * cannot count.
   */
  countFailure(lastsMs: number): Promise<number | undefined>;
  /** Tells whether this process is the one that tests whether the endpoint is back. */
  mayTry(lastsMs: number): Promise<boolean>;
}

/** The time for which the last answer from the store counts. */
const FRESH_MS = 1_000;

/** Keeps a breaker of this process in step with those of other processes. */
export function sharedBreaker(
  news: BreakerNews,
  settings: CircuitBreakerSettings,
  state: BreakerState,
  now: () => number,
): SharedBreaker {
  const { failures, cooldownMs } = settings;
  let askedAt = Number.NEGATIVE_INFINITY;
  let asking: Promise<void> | undefined;
  /** Whether there is a message that a success has to take back. */
  let hasTold = false;

  const turn = (openedAt: number | undefined): void => {
    state.openedAt = openedAt;
    state.probing = false;
    state.failuresInARow = 0;
    state.epoch += 1;
  };

  const ask = async (): Promise<void> => {
    const openMs = await news.openForMs();
    if (openMs === undefined || state.probing) return;
    if (openMs > 0) {
      hasTold = true;
      // The breaker opens with a start time in the past, so that it ends together with the others.
      if (state.openedAt === undefined) turn(now() - Math.max(0, cooldownMs - openMs));
      return;
    }
    if (state.openedAt === undefined) return;
    const isOver = now() - state.openedAt >= cooldownMs;
    // Another process has found that the endpoint is back.
    if (!isOver) turn(undefined);
    else if (!(await news.mayTry(cooldownMs))) state.openedAt = now() - cooldownMs + FRESH_MS;
  };

  const tell = async (end: AttemptEnd): Promise<void> => {
    if (end === 'answered') {
      if (!hasTold) return;
      hasTold = false;
      await news.close();
    } else if (end === 'failed') {
      hasTold = true;
      const inARow = (await news.countFailure(cooldownMs)) ?? 0;
      if (inARow >= failures && state.openedAt === undefined) turn(now());
      if (state.openedAt !== undefined) await news.open(cooldownMs);
    }
  };

  return {
    async follow() {
      if (now() - askedAt < FRESH_MS) return asking;
      askedAt = now();
      asking = ask().catch(() => undefined);
      return asking;
    },
    ended: (end) => tell(end).catch(() => undefined),
  };
}
