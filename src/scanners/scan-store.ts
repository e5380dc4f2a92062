/**
 * Where `cachedScanner` keeps its answers: a `Map`, a Keyv instance, or anything of that shape. Keys are hashes and
 * values are text; neither holds scanned content. What a store throws, or gives back broken, only means a scan.
 */
export interface ScanStore {
  get(key: string): unknown;
  /** `ttlMs` says after how many milliseconds the value may be dropped; it is not used after that in any case. */
  set(key: string, value: string, ttlMs: number): unknown;
  delete(key: string): unknown;
}

/** A store whose operations never throw and never take longer than a limit; what goes wrong answers nothing. */
export interface PatientStore {
  get(key: string): Promise<unknown>;
  set(key: string, value: string, ttlMs: number): Promise<void>;
  delete(key: string): Promise<void>;
}

/** Makes a store that waits at most `limitMs` for each operation: one that hangs must not hold a scan up. */
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
