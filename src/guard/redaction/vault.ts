import { createRecencyMap, detached, type RecencyMap } from '../../scan/index.js';
import type { VaultSettings } from '../policy/redaction-options.js';
import type { Issued } from './conceal.js';
import type { KeyedTag } from './keyed-tag.js';

/** The originals behind placeholders, by session. They are only in memory and are never printed. */
export interface Vault {
  /**
   * Returns the placeholder of a text. The same text has the same placeholder in every step and turn of a session.
   * Without room for the text it returns the plain label, which has no original: placeholders already issued to the
   * call are not removed to make room.
   * @param call the same number for everything in one call
   */
  issue(session: string | undefined, label: string, text: string, call?: number): string;
  /** Returns the original behind a placeholder, or undefined if this session has not issued it. */
  original(session: string | undefined, placeholder: string): string | undefined;
  /** Returns everything that this session has issued. */
  issued(session: string | undefined): readonly Issued[];
  /** Tells whether a placeholder issued by this session begins with a text. */
  begins(session: string | undefined, text: string): boolean;
  /** Adds a placeholder that another process has issued in the session. */
  adopt(session: string, original: Held, isSaved: boolean): void;
  /** Returns everything that this session has, with the last used at the end. */
  held(session: string): readonly Held[];
  /** Tells whether an original is in a store, and was saved recently enough that it does not soon expire there. */
  isSaved(session: string, held: Held): boolean;
  /** Records that a store now has these originals. */
  saved(session: string, held: readonly Held[]): void;
  /** Forgets a session. */
  forget(session: string): void;
}

/** A placeholder and its original. */
export interface Held {
  readonly placeholder: string;
  readonly text: string;
}

/** The shape of a complete placeholder that leads back to an original: a name and the letters of a tag. */
const LEADS_BACK = /\[[\w-]{1,60}_[bcdfghjkmnpqrstvwxyz]{12}\]/g;

/** Returns the parts of a text that look like placeholders with an original, each once. */
export function placeholdersIn(text: string): readonly string[] {
  return [...new Set(text.match(LEADS_BACK) ?? [])];
}

/** The shape of every placeholder: one bracket at each end and none inside, so that no two overlap. */
export const PLACEHOLDER = /\[[\w-]{1,80}\]/g;

/** 20 to the power of 12 is about 51 bits, so nobody can guess a placeholder of another user's text. */
const TAG_LETTERS = 12;

/** With the tag, an underscore and the brackets, this stays within the length that `PLACEHOLDER` matches. */
const MAX_LABEL = 60;

/** The bytes of an entry and of a session without their texts: two places in maps, and the objects. */
const ENTRY_BYTES = 256;
const SESSION_BYTES = 512;

interface Entry {
  readonly original: string;
  readonly placeholder: string;
  usedAt: number;
  /** The last call that it was issued to. */
  call: number | undefined;
  /** The time at which a store last received it. */
  savedAt: number | undefined;
}

interface Session {
  readonly id: string | undefined;
  readonly byText: RecencyMap<string, Entry>;
  readonly byPlaceholder: Map<string, Entry>;
  /** Bytes of the session without its entries. */
  readonly ownBytes: number;
  usedAt: number;
}

/** Makes an empty vault. Its maps are in the order of use, so the entries to forget come first. */
export function createVault(settings: VaultSettings, tagOf: KeyedTag): Vault {
  const sessions = createSessions(settings);

  return {
    issue(id, label, text, call) {
      const session = sessions.open(id) ?? sessions.create(id);
      const known = session.byText.get(text);
      if (known?.original === text) {
        known.call = call ?? known.call;
        known.usedAt = session.usedAt;
        return known.placeholder;
      }
      const bytes = ENTRY_BYTES + 2 * (text.length + MAX_LABEL + TAG_LETTERS);
      if (!sessions.makeRoom(session, bytes, call)) return `[${nameOf(label)}]`;
      const placeholder = freePlaceholder(session, label, (attempt) =>
        tagOf(JSON.stringify([id ?? null, attempt, text]), TAG_LETTERS),
      );
      const entry = {
        original: detached(text),
        placeholder,
        usedAt: session.usedAt,
        call,
        savedAt: undefined,
      };
      sessions.add(session, entry.original, entry, bytes);
      return placeholder;
    },
    original(id, placeholder) {
      const session = sessions.open(id);
      const entry = session?.byPlaceholder.get(placeholder);
      if (session === undefined || entry === undefined) return undefined;
      entry.usedAt = session.usedAt;
      session.byText.get(keyOf(session, entry));
      return entry.original;
    },
    issued: (id) =>
      [...(sessions.open(id)?.byText.entries() ?? [])].map(([, { original, placeholder }]) => [
        original,
        placeholder,
      ]),
    begins(id, text) {
      for (const placeholder of sessions.open(id)?.byPlaceholder.keys() ?? [])
        if (placeholder.startsWith(text)) return true;
      return false;
    },
    adopt(id, { placeholder, text }, isSaved) {
      const session = sessions.open(id) ?? sessions.create(id);
      const known = session.byPlaceholder.get(placeholder);
      if (known !== undefined) {
        if (isSaved) known.savedAt ??= session.usedAt;
        return;
      }
      const bytes = ENTRY_BYTES + 2 * (text.length + placeholder.length);
      if (!sessions.makeRoom(session, bytes, undefined)) return;
      const { usedAt } = session;
      const entry = {
        original: detached(text),
        placeholder,
        usedAt,
        call: undefined,
        savedAt: isSaved ? usedAt : undefined,
      };
      // The same text may have another label there. Each of its placeholders leads back.
      const isOther = session.byText.peek(text) !== undefined;
      sessions.add(session, isOther ? aliasOf(entry) : entry.original, entry, bytes);
    },
    held: (id) =>
      [...(sessions.open(id)?.byText.entries() ?? [])].map(([, { placeholder, original }]) => ({
        placeholder,
        text: original,
      })),
    isSaved(id, { placeholder }) {
      const savedAt = sessions.open(id)?.byPlaceholder.get(placeholder)?.savedAt;
      return savedAt !== undefined && settings.now() - savedAt <= settings.ttlMs / 2;
    },
    saved(id, held) {
      const session = sessions.open(id);
      for (const { placeholder } of held) {
        const entry = session?.byPlaceholder.get(placeholder);
        if (entry !== undefined) entry.savedAt = settings.now();
      }
    },
    forget: (id) => sessions.forget(id),
  };
}

/** Returns the key of an entry whose text already has another placeholder. */
function aliasOf({ placeholder, original }: Pick<Entry, 'placeholder' | 'original'>): string {
  return `${placeholder}\0${original}`;
}

function keyOf({ byText }: Session, entry: Entry): string {
  return byText.peek(entry.original) === entry ? entry.original : aliasOf(entry);
}

/** The sessions of a vault, within its limits of age, number and bytes. */
interface Sessions {
  /** Returns a session and marks it as used. Returns undefined if there is none or it is too old. */
  open(id: string | undefined): Session | undefined;
  create(id: string | undefined): Session;
  add(session: Session, key: string, entry: Entry, bytes: number): void;
  forget(id: string): void;
  /**
   * Makes room for one more entry in the session used last, and returns whether there is room. One session has at most
   * half of the memory, so that a flood in it cannot push the others out. A session that stays empty for lack of room
   * is removed.
   */
  makeRoom(session: Session, bytes: number, call: number | undefined): boolean;
}

function createSessions({ maxSessions, maxEntries, maxBytes, ttlMs, now }: VaultSettings): Sessions {
  const sessions = createRecencyMap<string | undefined, Session>();
  const share = maxBytes / 2;

  const count = ({ id, ownBytes, byText }: Session): void => sessions.resize(id, ownBytes + byText.bytes);

  const remove = (session: Session, entry: Entry): void => {
    session.byText.delete(keyOf(session, entry));
    session.byPlaceholder.delete(entry.placeholder);
    count(session);
  };

  const forgetOld = (at: number): void => {
    for (const [id, session] of sessions.entries()) {
      // Later sessions are younger. The session of calls without an id is always in use, so its entries expire one by
      // one.
      if (at - session.usedAt <= ttlMs) break;
      if (id !== undefined) sessions.delete(id);
    }
    const shared = sessions.peek(undefined);
    if (shared === undefined) return;
    for (const [, entry] of shared.byText.entries()) {
      if (at - entry.usedAt <= ttlMs) break;
      remove(shared, entry);
    }
  };

  /** Forgets entries of a session until there is room for one more. Returns whether there is. */
  const shrink = (session: Session, bytes: number, call: number | undefined): boolean => {
    const { byText, ownBytes } = session;
    if (ownBytes + bytes > share) return false;
    for (const [, entry] of byText.entries()) {
      if (ownBytes + byText.bytes + bytes <= share && byText.size < maxEntries) break;
      if (call !== undefined && entry.call === call) return false;
      remove(session, entry);
    }
    return true;
  };

  return {
    open(id) {
      const at = now();
      forgetOld(at);
      const session = sessions.get(id);
      if (session !== undefined) session.usedAt = at;
      return session;
    },
    create(id) {
      const own = id === undefined ? id : detached(id);
      const ownBytes = SESSION_BYTES + 2 * (id?.length ?? 0);
      const byText = createRecencyMap<string, Entry>();
      const session: Session = { id: own, byText, byPlaceholder: new Map(), ownBytes, usedAt: now() };
      sessions.set(own, session, ownBytes);
      const [oldest] = sessions.entries();
      if (sessions.size > maxSessions && oldest !== undefined) sessions.delete(oldest[0]);
      return session;
    },
    forget: (id) => void sessions.delete(id),
    add(session, key, entry, bytes) {
      session.byText.set(key, entry, bytes);
      session.byPlaceholder.set(entry.placeholder, entry);
      count(session);
    },
    makeRoom(session, bytes, call) {
      if (!shrink(session, bytes, call)) {
        if (session.byText.size === 0) sessions.delete(session.id);
        return false;
      }
      for (const [id, other] of sessions.entries()) {
        if (sessions.bytes + bytes <= maxBytes) break;
        if (other !== session) sessions.delete(id);
      }
      return true;
    },
  };
}

/** Makes a placeholder that stands for no other text of the session. The first attempt succeeds unless tags collide. */
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
