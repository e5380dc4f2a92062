import { createRecencyMap, detached, type RecencyMap } from '../../scan/index.js';
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
  /** Takes over what another process has issued in the session. */
  adopt(session: string, original: Held, isSaved: boolean): void;
  /** All that this session has, what was used last at the end. */
  held(session: string): readonly Held[];
  /** Whether that is in a store, and not for so long that it may soon be gone from there. */
  isSaved(session: string, held: Held): boolean;
  /** Notes what a store has now. */
  saved(session: string, held: readonly Held[]): void;
  /** Forgets a session. */
  forget(session: string): void;
}

/** A placeholder and what stands behind it. */
export interface Held {
  readonly placeholder: string;
  readonly text: string;
}

/** What placeholders that lead back look like as a whole: a name and the letters of a tag. */
const LEADS_BACK = /\[[\w-]{1,60}_[bcdfghjkmnpqrstvwxyz]{12}\]/g;

/** Returns what in a text looks like a placeholder that leads back to something, each once. */
export function placeholdersIn(text: string): readonly string[] {
  return [...new Set(text.match(LEADS_BACK) ?? [])];
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
  usedAt: number;
  /** The call that it was issued to last. */
  call: number | undefined;
  /** When a store was given it last. */
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

/** Makes an empty vault. What is to be forgotten stands in front of its maps, which are in the order of use. */
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
      // The same text may have another label there; each of its placeholders leads back.
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

/** The place of an entry whose text has another placeholder already. */
function aliasOf({ placeholder, original }: Pick<Entry, 'placeholder' | 'original'>): string {
  return `${placeholder}\0${original}`;
}

function keyOf({ byText }: Session, entry: Entry): string {
  return byText.peek(entry.original) === entry ? entry.original : aliasOf(entry);
}

/** The sessions of a vault, within its bounds of age, number and bytes. */
interface Sessions {
  /** Returns a session, which has been used by that; nothing where there is none, or it is too old. */
  open(id: string | undefined): Session | undefined;
  create(id: string | undefined): Session;
  add(session: Session, key: string, entry: Entry, bytes: number): void;
  forget(id: string): void;
  /**
   * Makes room for one more entry of the session that was used last, and returns whether there is room. One session has
   * at most half of all: who floods it must not push the others out. A session that stays empty for want of room goes.
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
      // Later ones are younger. What calls without an id share is always in use: its entries grow old one by one.
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

  /** Forgets entries of a session until one more has its place. Whether it has one. */
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

/** Makes a placeholder that stands for no other text of the session. The first attempt is free but for a collision. */
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
