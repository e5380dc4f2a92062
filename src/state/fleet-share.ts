import { type TurnLimit, type Turns, wait } from '../scan/index.js';

/** Places in which processes say that they are there: no more than so many are told apart. */
export const PLACES = 64;

/** How processes that share a store without counters find out how many they are. */
export interface Presence {
  /** Who is in each place, by the last word of each; nothing where nobody is or nobody can say. */
  read(): Promise<readonly (string | undefined)[] | undefined>;
  /** Says that a process is there, for so long. */
  write(place: number, id: string, lastsMs: number): Promise<void>;
}

/** What a share is made of. */
export interface ShareParts {
  readonly presence: Presence;
  readonly limit: TurnLimit;
  readonly own: (limit: TurnLimit) => Turns;
  now(): number;
  /** At least 0, less than 1. */
  random(): number;
  /** How long the first turn of a process waits until others have said that they are there. */
  readonly settleMs?: number;
}

/** How often a process says that it is there, and for how long that counts. Soon again at first: others begin as well. */
const BEATS_MS = [500, 1_000] as const;
const BEAT_MS = 5_000;
const LASTS_MS = 15_000;
const SETTLE_MS = 200;

/**
 * Makes turns of which each process takes its part of the limit: the limit by how many processes have asked lately. An
 * approximation, for stores that cannot count: while processes come and go the parts are too large or too small for some
 * seconds.
 */
export function shareOfFleet({ presence, limit, own, now, random, settleMs = SETTLE_MS }: ShareParts): Turns {
  const id = globalThis.crypto.randomUUID();
  let place = Math.floor(random() * PLACES);
  let size = 1;
  let beats = 0;
  let dueAt = 0;
  let beating: Promise<void> | undefined;
  let turns: { readonly size: number; readonly turns: Turns } | undefined;

  const beat = async (): Promise<void> => {
    dueAt = now() + (BEATS_MS[beats] ?? BEAT_MS);
    await presence.write(place, id, LASTS_MS);
    // Those who begin at the same time are to be seen, too.
    if (beats === 0) await wait(settleMs, undefined);
    beats += 1;
    const seen = await presence.read();
    if (seen === undefined) return;
    if (seen[place] !== id) {
      const free = [...seen.keys()].filter((index) => seen[index] === undefined);
      place = free[Math.floor(random() * free.length)] ?? place;
      await presence.write(place, id, LASTS_MS);
    }
    size = new Set([...seen.filter((one) => one !== undefined), id]).size;
  };

  const turnsNow = (): Turns => {
    if (turns?.size !== size) turns = { size, turns: own(partOf(limit, size)) };
    return turns.turns;
  };

  return {
    async take(maxWaitMs, signal) {
      const until = now() + maxWaitMs;
      if (now() >= dueAt) {
        beating ??= beat().finally(() => {
          beating = undefined;
        });
        const mine = beating;
        await Promise.race([mine, wait(maxWaitMs, signal)]);
      }
      return turnsNow().take(Math.max(0, until - now()), signal);
    },
  };
}

/**
 * The part of a limit that one of so many processes has: one request at a time, so that several that begin at once do not
 * each send all of theirs at the beginning.
 */
export function partOf({ requests, perMs }: TurnLimit, processes: number): TurnLimit {
  return { requests: 1, perMs: (perMs * processes) / requests };
}
