import type { Issued } from './concealing.js';
import type { KeyedTag } from './keyed-tag.js';
import type { VaultSettings } from './redaction-options.js';

/** Originals behind placeholders, by session. In memory only; nothing of it is ever printed. */
export interface Vault {
  /** The placeholder of a text: the same for the same text on every step and turn of a session. */
  issue(session: string | undefined, label: string, text: string): string;
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

interface Entry {
  readonly original: string;
  readonly placeholder: string;
  usedAt: number;
}

interface Session {
  /** Whether its entries grow old one by one: what calls without an id share is always in use. */
  readonly shared: boolean;
  readonly byText: Map<string, Entry>;
  readonly byPlaceholder: Map<string, Entry>;
  usedAt: number;
}

/** Makes a vault. Its maps stand in the order of use, so what is to be forgotten is always in front. */
export function createVault(settings: VaultSettings, tagOf: KeyedTag): Vault {
  const { maxSessions, maxEntries, ttlMs, now } = settings;
  const sessions = new Map<string | undefined, Session>();

  const forgetOld = (at: number): void => {
    for (const [id, { usedAt, shared }] of sessions) {
      // Later ones are younger. The shared one is looked into below.
      if (at - usedAt <= ttlMs) break;
      if (!shared) sessions.delete(id);
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
    const session: Session = {
      shared: id === undefined,
      byText: new Map(),
      byPlaceholder: new Map(),
      usedAt: now(),
    };
    sessions.set(id, session);
    const [oldest] = sessions.keys();
    if (sessions.size > maxSessions) sessions.delete(oldest);
    return session;
  };

  const use = (session: Session, entry: Entry): Entry => {
    entry.usedAt = session.usedAt;
    return moveToEnd(session.byText, entry.original, entry);
  };

  return {
    issue(id, label, text) {
      const session = open(id) ?? create(id);
      const known = session.byText.get(text);
      if (known !== undefined) return use(session, known).placeholder;
      const placeholder = freePlaceholder(session, label, (attempt) =>
        tagOf(JSON.stringify([id ?? null, attempt, text]), TAG_LETTERS),
      );
      const entry = { original: text, placeholder, usedAt: session.usedAt };
      session.byText.set(text, entry);
      session.byPlaceholder.set(placeholder, entry);
      const [oldest] = session.byText.values();
      if (session.byText.size > maxEntries && oldest !== undefined) remove(session, oldest);
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

function remove(session: Session, { original, placeholder }: Entry): void {
  session.byText.delete(original);
  session.byPlaceholder.delete(placeholder);
}

function moveToEnd<Key, Value>(map: Map<Key, Value>, key: Key, value: Value): Value {
  map.delete(key);
  map.set(key, value);
  return value;
}

/** A placeholder that stands for no other text of the session; the first attempt is free but for a collision. */
function freePlaceholder(session: Session, label: string, tag: (attempt: number) => string): string {
  const name = label.replaceAll(/[^\w-]/g, '_').slice(0, MAX_LABEL);
  for (let attempt = 0; ; attempt += 1) {
    const placeholder = `[${name}_${tag(attempt)}]`;
    if (!session.byPlaceholder.has(placeholder)) return placeholder;
  }
}
