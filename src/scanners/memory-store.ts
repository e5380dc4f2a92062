import { createBoundedMap } from '../scan/index.js';
import type { ScanStore } from './scan-store.js';

/** Makes a store in memory. If it holds too many entries or bytes, it removes the least recently used entries. */
export function memoryStore(maxEntries: number, maxBytes: number): ScanStore {
  const entries = createBoundedMap<string, string>({ maxEntries, maxBytes });
  return {
    get: (key) => entries.get(key),
    set: (key, value) => entries.set(key, value, 2 * (key.length + value.length)),
    delete: (key) => entries.delete(key),
  };
}
