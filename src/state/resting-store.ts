import { MAX_TIMER_MS } from '../scan/index.js';
import type { StateStore, StoreEntry } from './store.js';

/**
 * The reason why a store has not done an operation. `skipped` means that it was not asked, because it had failed
 * before.
 */
export type StoreProblem = 'timeout' | 'error' | 'skipped';

/** The result of an operation. */
export type StoreAnswer<Value> =
  | { readonly value: Value; readonly problem?: undefined }
  | { readonly value?: undefined; readonly problem: StoreProblem };

/** A store whose operations never throw and never take longer than a limit. */
export interface RestingStore {
  getMany(keys: readonly string[]): Promise<StoreAnswer<readonly unknown[]>>;
  setMany(entries: readonly StoreEntry[]): Promise<StoreAnswer<true>>;
  deleteMany(keys: readonly string[]): Promise<StoreAnswer<true>>;
  /** Returns the sum, or a problem if the store has no such operation. */
  increment(key: string, by: number, ttlMs: number): Promise<StoreAnswer<number>>;
  readonly counts: boolean;
}

/**
 * The time for which the store is not asked after an operation that took too long. It doubles each time, up to the
 * longest.
 */
const FIRST_REST_MS = 1_000;
const LONGEST_REST_MS = 30_000;
/**
 * The number of errors in a row after which the store is also not asked for a while. Errors cost no time, so one is not
 * enough.
 */
const MOST_ERRORS = 3;

/** Stands for an answer that came too late. */
const LATE = Symbol('late');

/**
 * Makes a store that waits at most `limitMs` for an operation. A store that did not answer in time is not asked for a
 * while, and then only by a single operation. So a store that is down costs the limit once, not in every call.
 */
export function restingStore(
  store: StateStore,
  limitMs: number,
  now: () => number = () => performance.now(),
): RestingStore {
  let restsUntil = 0;
  let restMs = FIRST_REST_MS;
  let isTried = false;
  let errors = 0;

  const rest = (): void => {
    restsUntil = now() + restMs;
    restMs = Math.min(restMs * 2, LONGEST_REST_MS);
  };

  const attempt = async <Value>(operation: () => unknown): Promise<StoreAnswer<Value>> => {
    const isResting = restsUntil > 0;
    if (isResting && (isTried || now() < restsUntil)) return { problem: 'skipped' };
    isTried = isResting;
    try {
      const value = await within(operation, limitMs);
      if (value === LATE) {
        rest();
        return { problem: 'timeout' };
      }
      [errors, restsUntil, restMs] = [0, 0, FIRST_REST_MS];
      return { value: value as Value };
    } catch {
      errors += 1;
      if (errors >= MOST_ERRORS || isResting) rest();
      return { problem: 'error' };
    } finally {
      if (isResting) isTried = false;
    }
  };

  const { increment } = store;
  return {
    counts: increment !== undefined,
    getMany(keys) {
      if (keys.length === 0) return Promise.resolve({ value: [] });
      return attempt(async () => {
        const given: unknown =
          store.getMany === undefined || keys.length === 1
            ? await Promise.all(keys.map((key) => store.get(key)))
            : await store.getMany([...keys]);
        if (!Array.isArray(given)) throw new TypeError('getMany gave no list');
        return given;
      });
    },
    setMany(entries) {
      if (entries.length === 0) return Promise.resolve({ value: true });
      return attempt(async () => {
        const whole = entries.map((entry) => ({ ...entry, ttl: Math.min(entry.ttl, MAX_TIMER_MS) }));
        const written: unknown =
          store.setMany === undefined || entries.length === 1
            ? await Promise.all(whole.map(({ key, value, ttl }) => store.set(key, value, ttl)))
            : await store.setMany(whole);
        // Keyv returns false if its adapter failed, and throws nothing.
        if (written === false || (Array.isArray(written) && written.includes(false)))
          throw new TypeError('The store did not write');
        return true;
      });
    },
    deleteMany(keys) {
      if (keys.length === 0) return Promise.resolve({ value: true });
      return attempt(async () => {
        await Promise.all(keys.map((key) => store.delete(key)));
        return true;
      });
    },
    increment(key, by, ttlMs) {
      return attempt<number>(async () => {
        const sum = Number(await store.increment?.(key, by, ttlMs));
        if (!Number.isSafeInteger(sum)) throw new TypeError('increment gave no number');
        return sum;
      });
    },
  };
}

async function within(operation: () => unknown, limitMs: number): Promise<unknown> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise<typeof LATE>((resolve) => {
    timer = globalThis.setTimeout(() => resolve(LATE), limitMs);
  });
  try {
    return await Promise.race([operation(), limit]);
  } finally {
    clearTimeout(timer);
  }
}
