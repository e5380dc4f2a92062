import { type KeyRing, keyRing, openValue, sealValue, shortNameOf } from '../state/sealing-parts.js';
import type { ResolvedQueue } from './queue-place.js';

/** Writes what stands in Redis, and names it: under the secret, where there is one. */
export interface SealedBox {
  /** Names texts by the first secret. Who has no secret can tell whether they are some that it guesses. */
  nameOf(texts: readonly string[]): Promise<string>;
  /** The names by every secret, that of the first in front. */
  namesOf(texts: readonly string[]): Promise<readonly string[]>;
  seal(key: string, value: unknown): Promise<string>;
  /** Nothing for what was not written so, for this key, by who has the secret. */
  open(key: string, text: string): Promise<unknown>;
}

/** How long what is sealed counts: backlogs end by being worked off, not by time. */
const LASTING_MS = 10 * 365 * 86_400_000;
const USE = 'queue';

/** Makes the box of a queue. */
export function sealedBox({ name, secrets }: ResolvedQueue): SealedBox {
  return secrets === undefined ? openBox(name) : lockedBox(name, keyRing(secrets));
}

function openBox(name: string): SealedBox {
  const nameOf = (texts: readonly string[]): Promise<string> => shortNameOf(JSON.stringify([name, ...texts]));
  return {
    nameOf,
    namesOf: async (texts) => [await nameOf(texts)],
    seal: async (_key, value) => JSON.stringify(value),
    async open(_key, text) {
      try {
        return JSON.parse(text);
      } catch {
        return undefined;
      }
    },
  };
}

function lockedBox(name: string, ring: KeyRing): SealedBox {
  const [first] = ring;
  const placeOf = (key: string) => ({ key, session: name, use: USE });
  return {
    nameOf: (texts) => first.nameOf(USE, name, ...texts),
    namesOf: (texts) => Promise.all(ring.map((keys) => keys.nameOf(USE, name, ...texts))),
    seal: (key, value) => sealValue(first, placeOf(key), value, { now: Date.now(), ttlMs: LASTING_MS }),
    async open(key, text) {
      for (const keys of ring) {
        const opened = await openValue(keys, placeOf(key), text, { now: Date.now(), ttlMs: LASTING_MS });
        if (opened !== undefined) return opened.value;
      }
      return undefined;
    },
  };
}
