import { isTexts } from '../scan/index.js';
import { type Opened, openValue, type SealedPlace, sealValue } from './sealed-value.js';
import type { KeyRing, SecretKeys } from './secret-keys.js';
import type { StoreEntry } from './store.js';

/** A value that is kept under a key of its own, so that two processes do not overwrite each other's values. */
export interface Item {
  /** Its name within one call. */
  readonly id: string;
  /** The complete texts that it is about. They are hashed to its key. */
  readonly texts: readonly string[];
  /** True if it is the same in every session, such as instructions of the application. */
  readonly isCommon?: boolean;
}

/** Everything that a store has of one kind for one session. */
export interface PartReading {
  /** The time at which the session was last forgotten. Anything older does not count. */
  readonly forgottenAt: number | undefined;
  /** The list of the session as last written, under each secret, the newest secret first. */
  readonly lists: readonly (readonly unknown[])[];
  /** The requested items that were found, by their names within the call. */
  readonly items: ReadonlyMap<string, unknown>;
  /** The found items that are stored only under an old secret. */
  readonly stale: ReadonlySet<string>;
}

/** Keys to request from a store, and the function that reads the values in the same order. */
export interface PartQuestion {
  readonly keys: readonly string[];
  read(values: readonly unknown[]): Promise<PartReading>;
}

/**
 * The stored form of one kind of state for a session: a list of everything, each item by itself, and the time at which
 * the session was forgotten.
 */
export interface SessionPart {
  ask(session: string, items: readonly Item[]): Promise<PartQuestion>;
  /** Returns the entries for the list, if it has changed, and for the items, in encrypted form. */
  tell(
    session: string,
    list: readonly unknown[] | undefined,
    items: readonly (Item & { readonly value: unknown })[],
  ): Promise<StoreEntry[]>;
  /** Returns the name under which a list holds an item. */
  tagOf(texts: readonly string[]): Promise<string>;
  /** Returns the entries that mark a session as forgotten now, under every secret. */
  tombstones(session: string): Promise<StoreEntry[]>;
  /** Returns the keys of a session's list and of the named items, under each secret in the order of the lists. */
  keysOf(session: string, tags: readonly (readonly string[])[]): Promise<string[]>;
  /** Returns the prefixes of all keys of a session, under each secret. */
  prefixes(session: string): Promise<string[]>;
}

/** The settings of one kind of state. */
export interface PartSettings {
  readonly use: 'vault' | 'memory';
  /** The first secret writes, and all of them read. */
  readonly secrets: KeyRing;
  readonly ttlMs: number;
  now(): number;
}

/** The prefix of every key. It shows anybody who looks into a store where the keys come from. */
export const KEY_PREFIX = 'airs1';

/** Makes the reader and writer of one kind of state. */
export function sessionPart({ use, secrets, ttlMs, now }: PartSettings): SessionPart {
  const [writing] = secrets;
  const when = () => ({ now: now(), ttlMs });
  const prefixUnder = async (keys: SecretKeys, session: string): Promise<string> =>
    `${KEY_PREFIX}:${await keys.nameOf('session', use, session)}:`;
  const listPlace = (prefix: string, session: string): SealedPlace => ({
    key: `${prefix}l`,
    session,
    use: `${use} list`,
  });
  const gravePlace = (prefix: string, session: string): SealedPlace => ({
    key: `${prefix}f`,
    session,
    use: `${use} forgotten`,
  });
  const placesOf = async (
    keys: SecretKeys,
    session: string,
    items: readonly Item[],
  ): Promise<SealedPlace[]> =>
    Promise.all(
      items.map(async ({ texts, isCommon = false }) => {
        const own = isCommon ? '' : session;
        const [prefix, tag] = await Promise.all([prefixUnder(keys, own), keys.nameOf('item', use, ...texts)]);
        return { key: `${prefix}${tag}`, session: own, use: `${use} item` };
      }),
    );

  return {
    tagOf: (texts) => writing.nameOf('item', use, ...texts),
    async ask(session, items) {
      const asked = await Promise.all(
        secrets.map(async (keys) => {
          const prefix = await prefixUnder(keys, session);
          const places = await placesOf(keys, session, items);
          return { keys, places: [gravePlace(prefix, session), listPlace(prefix, session), ...places] };
        }),
      );
      return {
        keys: asked.flatMap(({ places }) => places.map(({ key }) => key)),
        async read(values) {
          let from = 0;
          const opened = await Promise.all(
            asked.map(({ keys, places }) => {
              const own = values.slice(from, from + places.length);
              from += places.length;
              return Promise.all(places.map((place, index) => openValue(keys, place, own[index], when())));
            }),
          );
          return readingOf(opened, items);
        },
      };
    },
    async tell(session, list, items) {
      const prefix = await prefixUnder(writing, session);
      const places = await placesOf(writing, session, items);
      const whole = items.map(({ value }, index) => ({ place: places[index], value }));
      if (list !== undefined) whole.push({ place: listPlace(prefix, session), value: list });
      const entries = whole.map(async ({ place, value }) =>
        place === undefined
          ? []
          : [{ key: place.key, value: await sealValue(writing, place, value, when()), ttl: ttlMs }],
      );
      return (await Promise.all(entries)).flat();
    },
    tombstones: (session) =>
      Promise.all(
        secrets.map(async (keys) => {
          const place = gravePlace(await prefixUnder(keys, session), session);
          return { key: place.key, value: await sealValue(keys, place, true, when()), ttl: ttlMs };
        }),
      ),
    async keysOf(session, tags) {
      const found = secrets.map(async (keys, index) => {
        const prefix = await prefixUnder(keys, session);
        const own = tags[index] ?? [];
        return [listPlace(prefix, session).key, ...own.map((tag) => `${prefix}${tag}`)];
      });
      return (await Promise.all(found)).flat();
    },
    prefixes: (session) => Promise.all(secrets.map((keys) => prefixUnder(keys, session))),
  };
}

/**
 * Combines what is stored under several secrets: the times of forgetting, the lists, and the items. Values older than
 * the last forgetting are left out.
 */
function readingOf(
  opened: readonly (readonly (Opened | undefined)[])[],
  items: readonly Item[],
): PartReading {
  const graves = opened.flatMap(([grave]) => grave?.writtenAt ?? []);
  const forgottenAt = graves.length === 0 ? undefined : Math.max(...graves);
  const lives = (at: number, isCommon = false): boolean =>
    isCommon || forgottenAt === undefined || at > forgottenAt;
  const found = new Map<string, unknown>();
  const lists: (readonly unknown[])[] = [];
  const stale = new Set<string>();
  for (const [place, [, list, ...rest]] of opened.entries()) {
    const isList = list !== undefined && lives(list.writtenAt) && Array.isArray(list.value);
    lists.push(isList ? (list.value as readonly unknown[]) : []);
    for (const [index, { id, isCommon }] of items.entries()) {
      const item = rest[index];
      if (item === undefined || !lives(item.writtenAt, isCommon) || found.has(id)) continue;
      found.set(id, item.value);
      if (place > 0) stale.add(id);
    }
  }
  return { forgottenAt, lists, items: found, stale };
}

/** Returns a list if it holds only texts, or an empty list. */
export function textsIn(list: readonly unknown[]): readonly string[] {
  return isTexts(list) ? list : [];
}
