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

/** The parts of a state that are shared. */
export interface KeptParts {
  readonly vault: KeptPart | undefined;
  readonly memory: KeptPart | undefined;
  /** The names of the facts that the store is known to have, by session. */
  readonly tags: TagLists;
}

/** Lists of names by session, within limits. */
export interface TagLists {
  of(session: string): readonly string[];
  keep(session: string, list: readonly string[]): void;
  forget(session: string): void;
}

/** The limits on sessions with a list of facts, and the approximate bytes of one name. */
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
