import type { AttemptEnd, BreakerState, CircuitBreakerSettings, SharedBreaker } from '../scan/index.js';

/** What processes tell each other about one endpoint. Nothing of it rejects. */
export interface BreakerNews {
  /** Milliseconds that the others leave the endpoint alone from now on; 0 where they do not. Nothing where nobody says. */
  openForMs(): Promise<number | undefined>;
  open(cooldownMs: number): Promise<void>;
  close(): Promise<void>;
  /** Counts a failure, and returns how many there were in a row in all processes; nothing where nobody can count. */
  countFailure(lastsMs: number): Promise<number | undefined>;
  /** Whether this process is the one that tries whether the endpoint is back. */
  mayTry(lastsMs: number): Promise<boolean>;
}

/** How long what the others have said counts. */
const FRESH_MS = 1_000;

/** Keeps a breaker of this process in step with those of the others. */
export function sharedBreaker(
  news: BreakerNews,
  settings: CircuitBreakerSettings,
  state: BreakerState,
  now: () => number,
): SharedBreaker {
  const { failures, cooldownMs } = settings;
  let askedAt = Number.NEGATIVE_INFINITY;
  let asking: Promise<void> | undefined;
  /** Whether there is anything that a success takes back. */
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
      // As if it had opened here, so long ago that it ends with the others'.
      if (state.openedAt === undefined) turn(now() - Math.max(0, cooldownMs - openMs));
      return;
    }
    if (state.openedAt === undefined) return;
    const isOver = now() - state.openedAt >= cooldownMs;
    // Somebody else has found it back.
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
