import type { ScanFailure } from './result.js';

/** When a circuit breaker opens and for how long. */
export interface CircuitBreakerSettings {
  /** Failures in a row that open it. */
  readonly failures: number;
  /** Milliseconds from opening to the next attempt. */
  readonly cooldownMs: number;
}

/**
 * How an attempt ended: `answered` and `failed` say something about whether there is anybody to answer; `gone` says nothing,
 * because nobody waited for its end or because it was about the content.
 */
export type AttemptEnd = 'answered' | 'failed' | 'gone';

/** Keeps attempts away from what has failed several times in a row. */
export interface CircuitBreaker {
  /** Whether an attempt would be refused now. */
  refuses(): boolean;
  /** Lets an attempt in and returns where to report its end, or nothing where it is refused. */
  admit(): ((end: AttemptEnd) => void) | undefined;
}

/** What a breaker has seen. Several breakers of one service may go by the same. */
export interface BreakerState {
  failuresInARow: number;
  openedAt: number | undefined;
  probing: boolean;
  epoch: number;
}

/** Makes the state of a breaker that is closed. */
export function closedBreaker(): BreakerState {
  return { failuresInARow: 0, openedAt: undefined, probing: false, epoch: 0 };
}

/**
 * Makes a circuit breaker. Closed, it lets everything in and counts failures in a row. Open, it refuses everything until
 * the cooldown is over, then lets one probe in: its success closes the breaker, its failure opens it for another
 * cooldown. What was let in before it opened or closed has no say afterwards.
 * @param state what it goes by; breakers that are given the same open and close together, each by its own settings
 */
export function circuitBreaker(
  settings: CircuitBreakerSettings,
  now: () => number,
  state: BreakerState = closedBreaker(),
): CircuitBreaker {
  const turn = (opened: number | undefined): void => {
    state.openedAt = opened;
    state.probing = false;
    state.failuresInARow = 0;
    state.epoch += 1;
  };
  const refuses = (): boolean =>
    state.openedAt !== undefined && (state.probing || now() - state.openedAt < settings.cooldownMs);

  return {
    refuses,
    admit() {
      if (refuses()) return undefined;
      const isProbe = state.openedAt !== undefined;
      state.probing = isProbe;
      const admittedIn = state.epoch;
      return (end) => {
        if (admittedIn !== state.epoch) return;
        if (end === 'gone') {
          if (isProbe) state.probing = false;
        } else if (end === 'answered') {
          state.failuresInARow = 0;
          if (isProbe) turn(undefined);
        } else {
          state.failuresInARow += 1;
          if (isProbe || state.failuresInARow >= settings.failures) turn(now());
        }
      };
    },
  };
}

/** The status by which a service says that it is there, and asked too often. */
const TOO_MANY = 429;

/**
 * What a failure says to a circuit breaker. Only an outage counts: whoever sends what is too large, or has no permission, must
 * not close the service to others. Who answers 429 is there, and says itself how long to wait.
 */
export function endOfFailure({ kind, statusCode }: ScanFailure): AttemptEnd {
  if (kind === 'outage') return statusCode === TOO_MANY ? 'gone' : 'failed';
  return kind === 'refused' ? 'answered' : 'gone';
}

/** What it says to a circuit breaker that nobody waited: it failed where that was for the time it took. */
export function endOfAbort(signal: AbortSignal | undefined): AttemptEnd {
  const reason: unknown = signal?.reason;
  return reason instanceof Error && reason.name === 'TimeoutError' ? 'failed' : 'gone';
}
