/** When a circuit breaker opens and for how long. */
export interface CircuitBreakerSettings {
  /** Failures in a row that open it. */
  readonly failures: number;
  /** Milliseconds from opening to the next attempt. */
  readonly cooldownMs: number;
}

/** How an attempt ended; `gone` means that nobody waited for its end. */
export type AttemptEnd = 'answered' | 'failed' | 'gone';

/** Keeps attempts away from what has failed several times in a row. */
export interface CircuitBreaker {
  /** Whether an attempt would be refused now. */
  refuses(): boolean;
  /** Lets an attempt in and returns where to report its end, or nothing where it is refused. */
  admit(): ((end: AttemptEnd) => void) | undefined;
}

/**
 * Makes a circuit breaker. Closed, it lets everything in and counts failures in a row. Open, it refuses everything until
 * the cooldown is over, then lets one probe in: its success closes the breaker, its failure opens it for another
 * cooldown. What was let in before it opened or closed has no say afterwards.
 */
export function circuitBreaker(settings: CircuitBreakerSettings, now: () => number): CircuitBreaker {
  let failuresInARow = 0;
  let openedAt: number | undefined;
  let probing = false;
  let epoch = 0;

  const turn = (opened: number | undefined): void => {
    openedAt = opened;
    probing = false;
    failuresInARow = 0;
    epoch += 1;
  };
  const refuses = (): boolean =>
    openedAt !== undefined && (probing || now() - openedAt < settings.cooldownMs);

  return {
    refuses,
    admit() {
      if (refuses()) return undefined;
      const isProbe = openedAt !== undefined;
      probing = isProbe;
      const admittedIn = epoch;
      return (end) => {
        if (admittedIn !== epoch) return;
        if (end === 'gone') {
          if (isProbe) probing = false;
        } else if (end === 'answered') {
          failuresInARow = 0;
          if (isProbe) turn(undefined);
        } else {
          failuresInARow += 1;
          if (isProbe || failuresInARow >= settings.failures) turn(now());
        }
      };
    },
  };
}
