import type { ContentScanner } from '../../scan/index.js';
import type { Fact, ResolvedState, SharedState, StateAnswer } from '../../state/index.js';
import type { ShareCall } from '../conversation/call-sharing.js';
import type { PromptMemory } from '../conversation/prompt-memory.js';
import type { Vault } from '../redaction/vault.js';

/** The state that a guardrail shares with other processes, in the form that its checks need. Only `forget` rejects. */
export interface Sharing {
  /**
   * Reads the state of a session before a conversation is judged.
   * @param texts the texts that the model will see; their placeholders may come back
   * @param call the call that the read belongs to: its other checks read nothing more
   */
  readConversation(
    session: string,
    asked: ConversationQuestion,
  ): Promise<Pick<StateAnswer, 'facts' | 'staleFacts'>>;
  /**
   * Reads the session in parallel with the scan of a text for the model, so that a later write does not lose entries of
   * other processes.
   */
  besidePrompt(session: string | undefined, call: number): Promise<void>;
  /** Reads the originals that the model's text may need to have put back or hidden. Does nothing if none are needed. */
  forAnswer(session: string | undefined, text: string, hides: boolean): Promise<void>;
  /** Reads the session for an answer that streams. Does nothing if the conversation before it has just been read. */
  forStream(session: string | undefined): Promise<void>;
  /** Waits for the current read of a session. */
  ready(session: string | undefined): Promise<unknown>;
  /**
   * Writes new verdicts. Resolves when the originals behind placeholders are in the store, or when saving was given up.
   */
  save(session: string | undefined, facts?: readonly LearnedFact[]): Promise<void>;
  /** Waits for current writes. */
  settled(session: string | undefined): Promise<void>;
  /** Counts and reports the placeholders of a text whose originals this process neither knows nor could read. */
  unrestored(session: string | undefined, text: string): number;
  forget(session: string): Promise<void>;
  /** Makes the shared state of one call on a conversation. */
  readonly shareCall: ShareCall;
  /** Puts the shared verdict cache around a scanner. */
  cached(scanner: ContentScanner): ContentScanner;
}

/** Returns the shared state once it is loaded, or undefined if loading fails. */
export type OpenSharing = () => Promise<Sharing | undefined>;

/** The question about one session before its conversation is judged. */
export interface ConversationQuestion {
  readonly call: number;
  readonly facts: readonly Fact[];
  readonly texts: readonly string[];
}

/** A verdict that was just learned. */
export type LearnedFact = Fact & { readonly value: unknown };

/** The parts that sharing needs. */
export interface SharingParts {
  readonly state: ResolvedState;
  /** Returns everything that verdicts depend on, except the judged content. */
  configuration(): Promise<string>;
  /** The vault. It is undefined if the policy puts nothing back, or if originals stay in each process. */
  readonly vault: Vault | undefined;
  readonly vaultTtlMs: number;
  /** The memory of verdicts. It is undefined if everything is judged at every call. */
  readonly memory: PromptMemory | undefined;
  readonly memoryTtlMs: number;
  /** Wall clock in milliseconds. */
  now(): number;
  /** Forgets what this process remembers of a session. */
  forgetLocally(session: string): void;
}

/** The parts with the store opened. */
export interface OpenedParts extends SharingParts {
  readonly shared: SharedState;
}
