import type { ContentScanner } from '../scan/index.js';
import type { StoreProblem } from './resting-store.js';
import type { ResolvedState } from './state-options.js';

/** A placeholder and its original. */
export interface Original {
  readonly placeholder: string;
  readonly text: string;
}

/** A fact that was learned once and counts for all processes, such as that a text has passed. */
export interface Fact {
  /** Its name within one call. */
  readonly id: string;
  /** The complete texts that it is about. They are hashed to its key. */
  readonly texts: readonly string[];
  /** True if it is the same in every session, such as instructions of the application. */
  readonly isCommon?: boolean;
}

/** The question of one read about one session. */
export interface StateQuestion {
  readonly session: string;
  /** Placeholders that are looked up one by one, in addition to the session's list. */
  readonly placeholders: readonly string[];
  readonly facts: readonly Fact[];
}

/** The store's answer. */
export interface StateAnswer {
  /** Whether the store has answered. If not, everything else is empty. */
  readonly isAvailable: boolean;
  /** The time at which the session was last forgotten, in milliseconds since 1970. */
  readonly forgottenAt: number | undefined;
  readonly originals: readonly (Original & {
    /** Whether it is stored only under an old secret and must be written again. */
    readonly isStale: boolean;
  })[];
  /** The names of facts that are stored only under an old secret and must be written again. */
  readonly staleFacts: ReadonlySet<string>;
  /** The facts by their names within the call. They were written under the secret, but maybe by another version. */
  readonly facts: ReadonlyMap<string, unknown>;
}

/** The values to write for one session. */
export interface StateNews {
  readonly session: string;
  /**
   * Returns all originals that this process has of the session at the time of writing, and those that the store does
   * not have.
   */
  readonly originals?: () => { readonly all: readonly Original[]; readonly fresh: readonly Original[] };
  readonly facts?: readonly (Fact & { readonly value: unknown })[];
}

/** The state that a guardrail shares with other processes of the same secret. Only `forget` rejects. */
export interface SharedState {
  /** Reads the state of a session in one request. */
  read(question: StateQuestion): Promise<StateAnswer>;
  /** Writes after earlier writes of the session. Returns whether the store has taken the values. */
  write(news: StateNews): Promise<boolean>;
  /** Waits for current writes of a session. */
  settled(session: string): Promise<void>;
  /**
   * Deletes everything that the stores have of a session.
   * @param placeholders the placeholders that this process knows
   * @throws GuardrailError if a store fails
   */
  forget(session: string, placeholders: readonly string[]): Promise<void>;
  /** Puts the shared verdict cache around a scanner. */
  cached(scanner: ContentScanner): ContentScanner;
}

/** The parts that shared state is made from. */
export interface StateParts {
  readonly state: ResolvedState;
  readonly vaultTtlMs: number;
  readonly memoryTtlMs: number;
  /**
   * Everything that verdicts depend on, except the judged content. Verdicts under another configuration do not count.
   */
  readonly configuration: string;
  /** Wall clock in milliseconds. */
  now(): number;
  /** Called if a store did not do an operation, in fixed words. */
  told(operation: 'read' | 'write', problem: StoreProblem): void;
}
