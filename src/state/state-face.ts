import type { ContentScanner } from '../scan/index.js';
import type { StoreProblem } from './resting-store.js';
import type { ResolvedState } from './state-options.js';

/** What a placeholder stands for. */
export interface Original {
  readonly placeholder: string;
  readonly text: string;
}

/** A fact that was learned once and counts for all processes, such as that a text has passed. */
export interface Fact {
  /** Its name within one call. */
  readonly id: string;
  /** What it is about, whole: hashed to its key. */
  readonly texts: readonly string[];
  /** For what is the same in every session, such as instructions of the application. */
  readonly isCommon?: boolean;
}

/** What one read asks of one session. */
export interface StateQuestion {
  readonly session: string;
  /** Placeholders that are looked for by themselves, beside the session's list. */
  readonly placeholders: readonly string[];
  readonly facts: readonly Fact[];
}

/** What the store has of it. */
export interface StateAnswer {
  /** Whether the store has answered. Where not, all else is empty. */
  readonly isAvailable: boolean;
  /** When the session was forgotten last, in milliseconds since 1970. */
  readonly forgottenAt: number | undefined;
  readonly originals: readonly (Original & {
    /** Whether it stands there under an old secret, and is to be written again. */
    readonly isStale: boolean;
  })[];
  /** Names of the facts of which the same is true. */
  readonly staleFacts: ReadonlySet<string>;
  /** By the names of the facts within the call. Written under the secret, maybe by another version. */
  readonly facts: ReadonlyMap<string, unknown>;
}

/** What is written of one session. */
export interface StateNews {
  readonly session: string;
  /** All originals of the session as this process has them when it is written, and those that the store does not have. */
  readonly originals?: () => { readonly all: readonly Original[]; readonly fresh: readonly Original[] };
  readonly facts?: readonly (Fact & { readonly value: unknown })[];
}

/** What a guardrail shares with other processes of its secret. But for `forget`, nothing rejects. */
export interface SharedState {
  /** Reads once what there is. */
  read(question: StateQuestion): Promise<StateAnswer>;
  /** Writes, after what is being written of the session; whether the store has taken it. */
  write(news: StateNews): Promise<boolean>;
  /** Waits for what is being written of a session. */
  settled(session: string): Promise<void>;
  /**
   * Deletes what the stores have of a session.
   * @param placeholders those that this process knows of
   * @throws GuardrailError where a store does not do it
   */
  forget(session: string, placeholders: readonly string[]): Promise<void>;
  /** Puts the verdict cache around a scanner, where it is shared. */
  cached(scanner: ContentScanner): ContentScanner;
}

/** What shared state is made of. */
export interface StateParts {
  readonly state: ResolvedState;
  readonly vaultTtlMs: number;
  readonly memoryTtlMs: number;
  /** All that verdicts depend on beside what is judged: what was judged under another one does not count. */
  readonly configuration: string;
  /** Wall clock in milliseconds. */
  now(): number;
  /** Told where a store did not do what it was asked, in fixed words. */
  told(operation: 'read' | 'write', problem: StoreProblem): void;
}
