import { type TurnLimit, type Turns, wait } from '../scan/index.js';

/** The number of places in which processes announce themselves. At most this many processes are told apart. */
export const PLACES = 64;

/** The announcements of processes that share a store without counters. From these they learn how many they are. */
export interface Presence {
  /** Returns the last announcement in each place. Returns undefined if the store does not answer. */
  read(): Promise<readonly (string | undefined)[] | undefined>;
  /** Announces a process in a place for this many milliseconds. */
  write(place: number, id: string, lastsMs: number): Promise<void>;
}

/** The parts that a share is made from. */
export interface ShareParts {
  readonly presence: Presence;
  readonly limit: TurnLimit;
  readonly own: (limit: TurnLimit) => Turns;
  now(): number;
  /** Returns a number that is at least 0 and less than 1. */
  random(): number;
  /** The milliseconds that the first turn of a process waits for the announcements of others. */
  readonly settleMs?: number;
}

/**
 * The milliseconds between the announcements of a process, and the time for which one counts. The first intervals are
 * short, because other processes may be starting as well.
 */
const BEATS_MS = [500, 1_000] as const;
const BEAT_MS = 5_000;
const LASTS_MS = 15_000;
const SETTLE_MS = 200;

/**
 * Makes turns in which each process takes its part of the limit: the limit divided by the number of processes that
 * asked lately. This is an approximation for stores that cannot count. While processes come and go, the parts are too
 * large or too small for some seconds.
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
    // Processes that start at the same time must also be seen.
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
 * Returns the part of a limit that one of several processes has. It allows one request at a time, so that processes
 * that start together do not each send all of theirs at once.
 */
export function partOf({ requests, perMs }: TurnLimit, processes: number): TurnLimit {
  return { requests: 1, perMs: (perMs * processes) / requests };
}
