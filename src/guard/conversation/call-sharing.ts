import type { ScanMetadata } from '../check-context.js';
import type { Unit } from './ranges.js';
import type { Recollection, RecollectionHooks } from './recollection.js';

/** The state that one call on a conversation shares with other processes. A call without a session shares nothing. */
export interface CallSharing extends RecollectionHooks {
  /** Asks the store once for what this process does not know about the units, and for the rest of the session. */
  read(units: readonly Unit[], recollection: Recollection): Promise<void>;
  /**
   * Resolves when the originals behind placeholders are where other processes find them, or when saving was given up.
   */
  savePlaceholders(): Promise<void>;
  saveFacts(): Promise<void>;
}

/** The session, tools and number of a call. */
export interface CallOwner {
  readonly whose: ScanMetadata;
  readonly whoseTool: (toolName: string) => ScanMetadata;
  /** The same number for everything in one call. */
  readonly call: number;
}

/** Makes the shared state of one call. */
export type ShareCall = (owner: CallOwner) => CallSharing;

const nothing = async (): Promise<void> => undefined;

/** Makes the shared state of a call that shares nothing. */
export const sharedWithNobody: ShareCall = ({ whose: { sessionId: session } }) => ({
  session,
  kept: () => undefined,
  read: nothing,
  savePlaceholders: nothing,
  saveFacts: nothing,
});
