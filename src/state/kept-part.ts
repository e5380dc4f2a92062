import { createBoundedMap } from '../scan/index.js';
import type { RestingStore } from './resting-store.js';
import type { SessionPart } from './session-part.js';
import type { ResolvedPlace } from './state-options.js';

/** One kind of state with its store. */
export interface KeptPart {
  readonly part: SessionPart;
  readonly store: RestingStore;
  readonly place: ResolvedPlace;
}

/** What of a state is shared. */
export interface KeptParts {
  readonly vault: KeptPart | undefined;
  readonly memory: KeptPart | undefined;
  /** Names of the facts that this process knows the store to have, by session. */
  readonly tags: TagLists;
}

/** Lists of names by session, within bounds. */
export interface TagLists {
  of(session: string): readonly string[];
  keep(session: string, list: readonly string[]): void;
  forget(session: string): void;
}

/** Sessions whose facts this process has a list of, and about what one name takes. */
const BOUNDS = { maxEntries: 1_000, maxBytes: 16 * 2 ** 20 };
const TAG_BYTES = 80;

/** Makes empty lists. */
export function createTagLists(): TagLists {
  const lists = createBoundedMap<string, readonly string[]>(BOUNDS);
  return {
    of: (session) => lists.get(session) ?? [],
    keep: (session, list) => lists.set(session, list, 2 * session.length + TAG_BYTES * list.length),
    forget: (session) => void lists.delete(session),
  };
}
