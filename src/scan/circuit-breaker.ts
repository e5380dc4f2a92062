import type { ScanFailure } from './result.js';

/** Settings that decide when a circuit breaker opens, and for how long. */
export interface CircuitBreakerSettings {
  /** The number of failures in a row that opens the breaker. */
  readonly failures: number;
  /** Milliseconds from opening to the next attempt. */
  readonly cooldownMs: number;
}

/**
 * How an attempt ended. `answered` and `failed` tell whether the service is there. `gone` tells nothing about it:
 * nobody waited for the end, or the content was at fault.
 */
export type AttemptEnd = 'answered' | 'failed' | 'gone';

/** Refuses attempts after several failures in a row. */
export interface CircuitBreaker {
  /** Tells whether an attempt would be refused now. */
  refuses(): boolean;
  /**
   * Lets an attempt in, and returns the function that reports its end. Returns `undefined` if the attempt is refused.
   */
  admit(): ((end: AttemptEnd) => void) | undefined;
}

/** The state of a breaker. Several breakers of one service may share it. */
export interface BreakerState {
  failuresInARow: number;
  openedAt: number | undefined;
  probing: boolean;
  epoch: number;
}

/** Makes the state of a closed breaker. */
export function closedBreaker(): BreakerState {
  return { failuresInARow: 0, openedAt: undefined, probing: false, epoch: 0 };
}

/**
 * Makes a circuit breaker. A closed breaker lets every attempt in and counts failures in a row. An open breaker refuses
 * every attempt until the cooldown is over, then lets one probe in. If the probe succeeds, the breaker closes; if it
 * fails, the breaker opens for another cooldown. An attempt that began before the breaker last opened or closed has no
 * effect.
 * @param state the state to use; breakers that share it open and close together, each by its own settings
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

/** The status by which a service says that it is asked too often. A service that sends it is up. */
const TOO_MANY = 429;

/**
 * Tells a circuit breaker how an attempt ended that failed. Only an outage counts as a failure: one client that sends
 * too much, or has no permission, must not close the service to others. A service that answers 429 is up, and says
 * itself how long to wait.
 */
export function endOfFailure({ kind, statusCode }: ScanFailure): AttemptEnd {
  if (kind === 'outage') return statusCode === TOO_MANY ? 'gone' : 'failed';
  return kind === 'refused' ? 'answered' : 'gone';
}

/** Tells a circuit breaker how an aborted attempt ended: as `failed` if a timeout aborted it. */
export function endOfAbort(signal: AbortSignal | undefined): AttemptEnd {
  const reason: unknown = signal?.reason;
  return reason instanceof Error && reason.name === 'TimeoutError' ? 'failed' : 'gone';
}
