import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Clock, createRateLimiter } from '../../src/airs/rate-limiter.js';
import { rejection } from '../support/airs.js';

/** A clock that moves only when somebody waits, now and then a little less than asked, as real timers do. */
function fakeClock(early: () => number = () => 0): Clock & { time: number; waits: number } {
  return {
    time: 0,
    waits: 0,
    now() {
      return this.time;
    },
    async wait(milliseconds, signal) {
      signal?.throwIfAborted();
      this.waits++;
      this.time += Math.max(0.25, milliseconds - early());
    },
  };
}

describe('createRateLimiter', () => {
  it('never lets more than so many through in any window, in the order of arrival', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 100 }),
        fc.array(fc.oneof(fc.constant(0), fc.nat(60)), { maxLength: 40 }),
        fc.boolean(),
        async (requests, perMs, gaps, oneByOne) => {
          const clock = fakeClock(() => 0.5);
          const acquire = createRateLimiter({ requests, perMs }, clock);
          const times: number[] = [];
          const order: number[] = [];
          const callers: Promise<void>[] = [];
          for (const [caller, gap] of gaps.entries()) {
            clock.time += gap;
            const call = acquire().then(() => {
              times.push(clock.time);
              order.push(caller);
            });
            callers.push(call);
            if (oneByOne) await call;
          }
          await Promise.all(callers);
          expect(order).toEqual([...gaps.keys()]);
          times.forEach((time, place) => {
            const before = times[place - requests];
            if (before !== undefined) expect(time - before).toBeGreaterThanOrEqual(perMs);
          });
        },
      ),
    );
  });

  it('does not wait where there is room', async () => {
    const clock = fakeClock();
    const acquire = createRateLimiter({ requests: 3, perMs: 1000 }, clock);
    await Promise.all([acquire(), acquire(), acquire()]);
    expect(clock.waits).toBe(0);
    await acquire();
    expect(clock.time).toBe(1000);
  });

  it('gives no place to an aborted caller', async () => {
    const clock = fakeClock();
    const acquire = createRateLimiter({ requests: 1, perMs: 1000 }, clock);
    const reason = new Error('gone');
    expect(await rejection(acquire(AbortSignal.abort(reason)))).toBe(reason);
    await acquire();
    expect(clock.waits).toBe(0);
  });

  it('tells a caller in the queue at once of its abort, and lets the next one in', async () => {
    let release = (): void => undefined;
    const clock: Clock & { time: number } = {
      time: 0,
      now() {
        return this.time;
      },
      wait: () =>
        new Promise((resolve) => {
          release = () => {
            clock.time += 1000;
            resolve();
          };
        }),
    };
    const acquire = createRateLimiter({ requests: 1, perMs: 1000 }, clock);
    await acquire();
    const first = acquire();
    const controller = new AbortController();
    const reason = new Error('gone');
    const second = rejection(acquire(controller.signal));
    const third = acquire();
    controller.abort(reason);
    expect(await second).toBe(reason);
    release();
    await first;
    await new Promise(setImmediate);
    release();
    await third;
    expect(clock.time).toBe(2000);
  });
});
