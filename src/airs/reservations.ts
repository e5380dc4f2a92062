import type { Turns } from '../scan/index.js';
import { type Clock, type RateLimit, systemClock } from './rate-limiter.js';

/** What requests of one window lose or gain of their distance on the way, as a part of it, and in milliseconds at most. */
const JITTER = 1 / 20;
const MAX_JITTER_MS = 50;

/**
 * Makes turns of which at most `requests` lie in any window of `perMs`, in the order of asking. Unlike a queue it knows the
 * time of each turn, so that nobody waits for one that comes too late.
 */
export function createReservations({ requests, perMs }: RateLimit, clock: Clock = systemClock): Turns {
  const spanMs = perMs + Math.min(perMs * JITTER, MAX_JITTER_MS);
  /** The latest turns, the earliest first; no more than a window holds, and those ahead. */
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
        // Those behind it keep their times; the limit holds without it too.
        const own = turns.indexOf(at);
        if (own >= 0) turns.splice(own, 1);
        throw error;
      }
    },
  };
}
