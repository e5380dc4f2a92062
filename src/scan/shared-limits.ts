import type { AttemptEnd, BreakerState, CircuitBreakerSettings } from './circuit-breaker.js';

/** So many requests in any window of so many milliseconds. */
export interface TurnLimit {
  readonly requests: number;
  readonly perMs: number;
}

/** Turns under a limit of rate. */
export interface Turns {
  /**
   * Waits for the next turn. Returns false, and takes none, where that is later than in `maxWaitMs`.
   * @throws the abort reason when the signal aborts
   */
  take(maxWaitMs: number, signal?: AbortSignal): Promise<boolean>;
}

/** Limits that all processes keep together, of any endpoints. `sharedLimits` makes them. */
export interface SharedLimits {
  /** Returns those of one endpoint and credential; what names them is hashed. */
  of(tenant: readonly string[]): SharedTenant;
}

/** What all processes know of one endpoint under one credential. Nothing of it rejects but with an abort reason. */
export interface SharedTenant {
  /**
   * Makes the turns of this process.
   * @param own makes turns that this process takes by itself, for when the store is down or cannot count
   */
  turns(limit: TurnLimit, own: (limit: TurnLimit) => Turns): Turns;
  /** Keeps what a breaker of this process has seen in step with what the others have. */
  breaker(settings: CircuitBreakerSettings, state: BreakerState, now: () => number): SharedBreaker;
}

/** A breaker's tie to those of other processes. */
export interface SharedBreaker {
  /** Takes over what the others have seen; asks the store once a second at most. */
  follow(): Promise<void>;
  /** Tells the others how an attempt ended; resolves once that is done, or has been given up. */
  ended(end: AttemptEnd): Promise<void>;
}
