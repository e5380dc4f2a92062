import type { ScanMetadata } from '../check-context.js';
import type { Unit } from './ranges.js';
import type { Recollection, RecollectionHooks } from './recollection.js';

/** What one call on a conversation has in common with other processes; nothing, where it has no session. */
export interface CallSharing extends RecollectionHooks {
  /** Asks once for what is not known of units, and for what else there is of the session. */
  read(units: readonly Unit[], recollection: Recollection): Promise<void>;
  /** Resolves once what stands behind placeholders is where others find it, or has been given up. */
  savePlaceholders(): Promise<void>;
  saveFacts(): Promise<void>;
}

/** Whose call it is. */
export interface CallOwner {
  readonly whose: ScanMetadata;
  readonly whoseTool: (toolName: string) => ScanMetadata;
  /** The same number for all that belongs to it. */
  readonly call: number;
}

/** Makes what one call shares. */
export type ShareCall = (owner: CallOwner) => CallSharing;

const nothing = async (): Promise<void> => undefined;

/** What a call shares that has nothing to share with. */
export const sharedWithNobody: ShareCall = ({ whose: { sessionId: session } }) => ({
  session,
  kept: () => undefined,
  read: nothing,
  savePlaceholders: nothing,
  saveFacts: nothing,
});
