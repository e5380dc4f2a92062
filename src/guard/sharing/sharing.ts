import type { ContentScanner } from '../../scan/index.js';
import type { Fact, ResolvedState, SharedState, StateAnswer } from '../../state/index.js';
import type { ShareCall } from '../conversation/call-sharing.js';
import type { PromptMemory } from '../conversation/prompt-memory.js';
import type { Vault } from '../redaction/vault.js';

/** What a guardrail shares with other processes, as its checks need it. Nothing of it rejects but `forget`. */
export interface Sharing {
  /**
   * Reads what there is of a session before a conversation is judged.
   * @param texts what the model will see; placeholders in it may come back
   * @param call the call that it belongs to: its checks read nothing more
   */
  readConversation(
    session: string,
    asked: ConversationQuestion,
  ): Promise<Pick<StateAnswer, 'facts' | 'staleFacts'>>;
  /** Reads the session beside the scan of a text for the model, so that what is written is not less than there is. */
  besidePrompt(session: string | undefined, call: number): Promise<void>;
  /** Reads what a text of the model's own may need to be put back, or hidden. Nothing where it needs nothing. */
  forAnswer(session: string | undefined, text: string, hides: boolean): Promise<void>;
  /** The same for an answer that streams. Nothing where the conversation before it has been read just now. */
  forStream(session: string | undefined): Promise<void>;
  /** Waits for what is being read of a session. */
  ready(session: string | undefined): Promise<unknown>;
  /** Writes what has been learned; resolves once what stands behind placeholders is in the store, or has been given up. */
  save(session: string | undefined, facts?: readonly LearnedFact[]): Promise<void>;
  /** Waits for what is being written. */
  settled(session: string | undefined): Promise<void>;
  /** How many placeholders of a text lead back to nothing that this process knows or could read. Reports them. */
  unrestored(session: string | undefined, text: string): number;
  forget(session: string): Promise<void>;
  /** What one call on a conversation has in common with other processes. */
  readonly shareCall: ShareCall;
  /** Puts the verdict cache around a scanner, where it is shared. */
  cached(scanner: ContentScanner): ContentScanner;
}

/** Gives what a guardrail shares, once it has been loaded; nothing where that fails. */
export type OpenSharing = () => Promise<Sharing | undefined>;

/** What is asked of one session before its conversation is judged. */
export interface ConversationQuestion {
  readonly call: number;
  readonly facts: readonly Fact[];
  readonly texts: readonly string[];
}

/** A fact that has just been learned. */
export type LearnedFact = Fact & { readonly value: unknown };

/** What sharing needs. */
export interface SharingParts {
  readonly state: ResolvedState;
  /** All that verdicts depend on beside what is judged. */
  configuration(): Promise<string>;
  /** None where the policy puts nothing back, or its originals stay in each process. */
  readonly vault: Vault | undefined;
  readonly vaultTtlMs: number;
  /** None where all of a prompt is judged at every call. */
  readonly memory: PromptMemory | undefined;
  readonly memoryTtlMs: number;
  /** Wall clock in milliseconds. */
  now(): number;
  /** Forgets what this process remembers of a session. */
  forgetLocally(session: string): void;
}

/** The same with the store opened. */
export interface OpenedParts extends SharingParts {
  readonly shared: SharedState;
}
