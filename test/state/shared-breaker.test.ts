import { type StateStore, sharedLimits } from 'airs-guardrails';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { circuitBreaker, closedBreaker } from '../../src/scan/index.js';
import { SECRET } from './guardrails.js';
import { mapStore } from './stores.js';

const SETTINGS = { failures: 5, cooldownMs: 30_000 };

/** A map that counts in one step. */
function countingStore(): StateStore & { readonly map: Map<string, string> } {
  const { map } = mapStore();
  return {
    map,
    get: (key) => map.get(key),
    set: (key, value) => map.set(key, value),
    delete: (key) => map.delete(key),
    increment(key, by) {
      const sum = Number(map.get(key) ?? 0) + by;
      map.set(key, String(sum));
      return sum;
    },
  };
}

/** The breaker of one process, by its own state and clock. */
function processOver(store: StateStore, tenant: readonly string[] = ['https://service', 'key']) {
  const state = closedBreaker();
  const now = () => Date.now();
  const breaker = circuitBreaker(SETTINGS, now, state);
  const tie = sharedLimits({ store, secret: SECRET }).of(tenant).breaker(SETTINGS, state, now);
  return {
    /** Makes an attempt that ends so; whether it was let in. */
    async attempt(end: 'answered' | 'failed'): Promise<boolean> {
      await tie.follow();
      const report = breaker.admit();
      report?.(end);
      if (report !== undefined) await tie.ended(end);
      return report !== undefined;
    },
  };
}

describe('a breaker that processes share', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date'], now: 1_000_000 });
  });
  afterEach(() => {
    vi.useRealTimers();
  });
  const pass = (ms: number): void => void vi.setSystemTime(Date.now() + ms);

  it('opens for all by the failures of all, is tried by one, and closes for all', async () => {
    const store = countingStore();
    const fleet = [processOver(store), processOver(store), processOver(store)] as const;
    const [a, b, c] = fleet;
    for (const one of [a, b, a, b, a]) expect(await one.attempt('failed')).toBe(true);
    pass(1_100);
    for (const one of fleet) expect(await one.attempt('answered')).toBe(false);
    expect(JSON.stringify([...store.map])).not.toMatch(/service|"key"/);
    pass(30_000);
    // A real store drops what has lasted its time.
    for (const [key, value] of store.map) if (value.startsWith('1.')) store.map.delete(key);
    const tried = [await b.attempt('answered'), await c.attempt('answered')];
    expect(tried[0]).toBe(true);
    pass(1_100);
    for (const one of fleet) expect(await one.attempt('answered')).toBe(true);
  });

  it('begins anew after an answer, and leaves other endpoints alone', async () => {
    const store = countingStore();
    const [a, b] = [processOver(store), processOver(store)];
    for (const one of [a, b, a, b]) await one.attempt('failed');
    await a.attempt('answered');
    for (const one of [a, b, a, b]) expect(await one.attempt('failed')).toBe(true);
    await a.attempt('failed');
    expect(await processOver(store, ['https://other', 'key']).attempt('answered')).toBe(true);
    expect(await processOver(store).attempt('answered')).toBe(false);
  });

  it('goes by itself where the store fails, and follows what others say where it cannot count', async () => {
    const down = () => Promise.reject(new Error('down'));
    const alone = processOver({ get: down, set: down, delete: down, increment: down });
    for (let failures = 0; failures < 5; failures += 1) expect(await alone.attempt('failed')).toBe(true);
    expect(await alone.attempt('answered')).toBe(false);
    const { store } = mapStore();
    const [a, b] = [processOver(store), processOver(store)];
    for (let failures = 0; failures < 5; failures += 1) await a.attempt('failed');
    expect(await b.attempt('answered')).toBe(false);
  });
});
