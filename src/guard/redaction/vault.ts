import { detached } from '../../scan/index.js';
import type { VaultSettings } from '../policy/redaction-options.js';
import type { Issued } from './conceal.js';
import type { KeyedTag } from './keyed-tag.js';

/** Originals behind placeholders, by session. In memory only; nothing of it is ever printed. */
export interface Vault {
  /**
   * The placeholder of a text: the same for the same text on every step and turn of a session. Where there is no room for
   * it, the plain label, behind which nothing stands: what a call has been given is not taken from it again to make some.
   * @param call the same number for all that belongs to one call
   */
  issue(session: string | undefined, label: string, text: string, call?: number): string;
  /** What stands behind a placeholder; nothing where this session has not issued it. */
  original(session: string | undefined, placeholder: string): string | undefined;
  /** All that this session has issued. */
  issued(session: string | undefined): readonly Issued[];
  /** Whether a placeholder that this session has issued begins so. */
  begins(session: string | undefined, text: string): boolean;
}

/** What placeholders look like: one bracket at each end and none inside, so that no two of them overlap. */
export const PLACEHOLDER = /\[[\w-]{1,80}\]/g;

/** 20 to the power of 12, or 51 bits: by trying, nobody finds a placeholder that another user's text stands behind. */
const TAG_LETTERS = 12;

/** With the tag, an underscore and the brackets within what `PLACEHOLDER` reads. */
const MAX_LABEL = 60;

/** What an entry and a session cost beside their texts: two places in maps, and the objects. */
const ENTRY_BYTES = 256;
const SESSION_BYTES = 512;

interface Entry {
  readonly original: string;
  readonly placeholder: string;
  readonly bytes: number;
  usedAt: number;
  /** The call that it was issued to last. */
  call: number | undefined;
}

interface Session {
  /** Whether its entries grow old one by one: what calls without an id share is always in use. */
  readonly shared: boolean;
  readonly byText: Map<string, Entry>;
  readonly byPlaceholder: Map<string, Entry>;
  /** Of all of it, and of it without its entries. */
  bytes: number;
  readonly ownBytes: number;
  usedAt: number;
}

/** Makes a vault. Its maps stand in the order of use, so what is to be forgotten is always in front. */
export function createVault(settings: VaultSettings, tagOf: KeyedTag): Vault {
  const { maxSessions, maxEntries, maxBytes, ttlMs, now } = settings;
  const sessions = new Map<string | undefined, Session>();
  let total = 0;

  const remove = (session: Session, { original, placeholder, bytes }: Entry): void => {
    session.byText.delete(original);
    session.byPlaceholder.delete(placeholder);
    session.bytes -= bytes;
    total -= bytes;
  };

  const forget = (id: string | undefined, session: Session): void => {
    sessions.delete(id);
    total -= session.bytes;
  };

  const forgetOld = (at: number): void => {
    for (const [id, session] of sessions) {
      // Later ones are younger. The shared one is looked into below.
      if (at - session.usedAt <= ttlMs) break;
      if (!session.shared) forget(id, session);
    }
    const shared = sessions.get(undefined);
    if (shared === undefined) return;
    for (const entry of shared.byText.values()) {
      if (at - entry.usedAt <= ttlMs) break;
      remove(shared, entry);
    }
  };

  const open = (id: string | undefined): Session | undefined => {
    const at = now();
    forgetOld(at);
    const session = sessions.get(id);
    if (session === undefined) return undefined;
    session.usedAt = at;
    return moveToEnd(sessions, id, session);
  };

  const create = (id: string | undefined): Session => {
    const bytes = SESSION_BYTES + 2 * (id?.length ?? 0);
    const session: Session = {
      shared: id === undefined,
      byText: new Map(),
      byPlaceholder: new Map(),
      bytes,
      ownBytes: bytes,
      usedAt: now(),
    };
    sessions.set(id === undefined ? id : detached(id), session);
    total += bytes;
    const [oldest] = sessions;
    if (sessions.size > maxSessions && oldest !== undefined) forget(...oldest);
    return session;
  };

  /**
   * Makes room for one more entry of a session, which is the one that was used last. Whether there is. One session has at
   * most half of all: who floods it must not push the others out.
   */
  const makeRoom = (session: Session, bytes: number, call: number | undefined): boolean => {
    const share = maxBytes / 2;
    if (session.ownBytes + bytes > share) return false;
    for (const entry of session.byText.values()) {
      if (session.bytes + bytes <= share && session.byText.size < maxEntries) break;
      if (call !== undefined && entry.call === call) return false;
      remove(session, entry);
    }
    for (const [id, other] of sessions) {
      if (total + bytes <= maxBytes) break;
      if (other !== session) forget(id, other);
    }
    return true;
  };

  const use = (session: Session, entry: Entry): Entry => {
    entry.usedAt = session.usedAt;
    return moveToEnd(session.byText, entry.original, entry);
  };

  return {
    issue(id, label, text, call) {
      const session = open(id) ?? create(id);
      const known = session.byText.get(text);
      if (known !== undefined) {
        known.call = call ?? known.call;
        return use(session, known).placeholder;
      }
      const bytes = ENTRY_BYTES + 2 * (text.length + MAX_LABEL + TAG_LETTERS);
      if (!makeRoom(session, bytes, call)) {
        if (session.byText.size === 0) forget(id, session);
        return `[${nameOf(label)}]`;
      }
      const placeholder = freePlaceholder(session, label, (attempt) =>
        tagOf(JSON.stringify([id ?? null, attempt, text]), TAG_LETTERS),
      );
      const entry: Entry = {
        original: detached(text),
        placeholder,
        bytes,
        usedAt: session.usedAt,
        call,
      };
      session.byText.set(entry.original, entry);
      session.byPlaceholder.set(placeholder, entry);
      session.bytes += bytes;
      total += bytes;
      return placeholder;
    },
    original(id, placeholder) {
      const session = open(id);
      const entry = session?.byPlaceholder.get(placeholder);
      return session === undefined || entry === undefined ? undefined : use(session, entry).original;
    },
    issued: (id) =>
      [...(open(id)?.byText.values() ?? [])].map(({ original, placeholder }) => [original, placeholder]),
    begins(id, text) {
      for (const placeholder of open(id)?.byPlaceholder.keys() ?? [])
        if (placeholder.startsWith(text)) return true;
      return false;
    },
  };
}

function moveToEnd<Key, Value>(map: Map<Key, Value>, key: Key, value: Value): Value {
  map.delete(key);
  map.set(key, value);
  return value;
}

/** A placeholder that stands for no other text of the session; the first attempt is free but for a collision. */
function freePlaceholder(session: Session, label: string, tag: (attempt: number) => string): string {
  const name = nameOf(label);
  for (let attempt = 0; ; attempt += 1) {
    const placeholder = `[${name}_${tag(attempt)}]`;
    if (!session.byPlaceholder.has(placeholder)) return placeholder;
  }
}

function nameOf(label: string): string {
  return label.replaceAll(/[^\w-]/g, '_').slice(0, MAX_LABEL);
}
