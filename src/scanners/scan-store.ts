/**
 * The store of `cachedScanner`'s answers: a `Map`, a Keyv instance, or anything of that shape. Keys are hashes and
 * values are text. Neither holds scanned content. If the store throws or returns a broken value, the content is
 * scanned.
 */
export interface ScanStore {
  get(key: string): unknown;
  /** Stores a value. It may be removed after `ttlMs` milliseconds, and is never used after that. */
  set(key: string, value: string, ttlMs: number): unknown;
  delete(key: string): unknown;
}

/** A store whose operations never throw and never take longer than a limit. A failed operation returns nothing. */
export interface PatientStore {
  get(key: string): Promise<unknown>;
  set(key: string, value: string, ttlMs: number): Promise<void>;
  delete(key: string): Promise<void>;
}

/**
 * Makes a store that waits at most `limitMs` for each operation, so that a store that hangs does not hold up a scan.
 */
export function patientStore(store: ScanStore, limitMs: number): PatientStore {
  return {
    get: (key) => attempt(() => store.get(key), limitMs),
    async set(key, value, ttlMs) {
      await attempt(() => store.set(key, value, ttlMs), limitMs);
    },
    async delete(key) {
      await attempt(() => store.delete(key), limitMs);
    },
  };
}

async function attempt(operation: () => unknown, limitMs: number): Promise<unknown> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    const pending = operation();
    if (!isThenable(pending)) return pending;
    const limit = new Promise<undefined>((resolve) => {
      timer = globalThis.setTimeout(() => resolve(undefined), limitMs);
    });
    return await Promise.race([pending, limit]);
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}
