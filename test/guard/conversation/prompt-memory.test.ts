import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createPromptMemory,
  type Known,
  withoutExtras,
} from '../../../src/guard/conversation/prompt-memory.js';
import { runs } from '../../support/extent.js';
import { verdict } from '../support.js';

const known = (): Known => ({ outcome: 'allow', result: verdict(), redactions: [], json: false });

describe('prompt memory', () => {
  it('forgets what was not used for longest', () => {
    const memory = createPromptMemory({ maxEntries: 2, maxBytes: 1e9, ttlMs: 100, now: () => 0 });
    const one = known();
    memory.set('one', one);
    memory.set('two', known());
    expect(memory.get('one')).toBe(one);
    memory.set('three', known());
    expect([memory.get('one'), memory.get('two')]).toEqual([one, undefined]);
    memory.set('one', known());
    expect(memory.get('three')).toBeDefined();
  });

  it('forgets what was not used for a while', () => {
    let at = 0;
    const memory = createPromptMemory({ maxEntries: 9, maxBytes: 1e9, ttlMs: 100, now: () => at });
    memory.set('used', known());
    memory.set('left', known());
    at = 100;
    expect(memory.get('used')).toBeDefined();
    at = 150;
    expect([memory.get('left'), memory.get('used')]).toEqual([undefined, known()]);
    at = 251;
    expect(memory.get('used')).toBeUndefined();
  });

  it('of any size holds no more than it may, the latest, and nothing that is old', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 300 }),
        fc.array(fc.tuple(fc.nat(400), fc.nat(30), fc.boolean()), { maxLength: 800 }),
        (maxEntries, steps) => {
          let at = 0;
          const ttlMs = 1_000;
          const memory = createPromptMemory({ maxEntries, maxBytes: 1e9, ttlMs, now: () => at });
          const usedAt = new Map<string, number>();
          const order: string[] = [];
          for (const [name, pause, writes] of steps) {
            at += pause;
            const key = `${name}`;
            const isThere = memory.get(key) !== undefined;
            // What is there is in its time, and what was used of late is there.
            if (isThere) expect(at - (usedAt.get(key) ?? -1e9)).toBeLessThanOrEqual(ttlMs);
            const recent = new Set(order.slice(-Math.ceil(maxEntries * 0.98)));
            if (recent.has(key) && at - (usedAt.get(key) ?? 0) <= ttlMs && recent.size <= maxEntries * 0.98)
              expect(isThere).toBe(true);
            if (writes) memory.set(key, known());
            if (!writes && !isThere) continue;
            usedAt.set(key, at);
            order.push(key);
          }
          const there = [...usedAt.keys()].filter((key) => memory.get(key) !== undefined);
          expect(there.length).toBeLessThanOrEqual(maxEntries);
        },
      ),
      { numRuns: runs(100) },
    );
  });
});

describe('what is remembered of a result', () => {
  it('is all that it says by itself, and nothing of who asked, where it was found, or what a scanner adds', () => {
    const says = {
      profileId: 'p-1',
      unanswered: ['toxicContent'],
      details: { topics: ['weather'] },
      toolDetected: { threats: ['x'] },
    };
    const result = verdict({
      ...says,
      sessionId: 's',
      trId: 't',
      spans: [{ field: 'prompt', start: 0, end: 1, detector: 'dlp', label: 'X' }],
    });
    const kept = withoutExtras({ ...result, own: 'what was said' } as never);
    expect(kept).toMatchObject({ ...says, latencyMs: 0, source: 'cache' });
    for (const name of ['sessionId', 'trId', 'spans', 'own']) expect(kept).not.toHaveProperty(name);
  });
});
