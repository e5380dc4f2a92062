import type { Turns } from '../scan/index.js';
import { type Clock, type RateLimit, systemClock } from './rate-limiter.js';

/**
 * The most that the distance between requests of one window changes on the way, as a fraction of the window and in
 * milliseconds.
 */
const JITTER = 1 / 20;
const MAX_JITTER_MS = 50;

/**
 * Makes turns in the order of the calls, with at most `requests` in any window of `perMs`. Unlike a queue it knows the
 * time of each turn, so that nobody waits for a turn that comes too late.
 */
export function createReservations({ requests, perMs }: RateLimit, clock: Clock = systemClock): Turns {
  const spanMs = perMs + Math.min(perMs * JITTER, MAX_JITTER_MS);
  /** The latest turns, the earliest first: those of one window, and those in the future. */
  const turns: number[] = [];
  return {
    async take(maxWaitMs, signal) {
      signal?.throwIfAborted();
      const now = clock.now();
      while (turns.length > requests && (turns[0] ?? now) < now - spanMs) turns.shift();
      const before = turns.at(-requests);
      const at = before === undefined ? now : Math.max(now, before + spanMs);
      if (at - now > maxWaitMs) return false;
      turns.push(at);
      if (at <= now) return true;
      try {
        await clock.wait(Math.ceil(at - now), signal);
        return true;
      } catch (error) {
        // Later turns keep their times. The limit also holds without this turn.
        const own = turns.indexOf(at);
        if (own >= 0) turns.splice(own, 1);
        throw error;
      }
    },
  };
}
