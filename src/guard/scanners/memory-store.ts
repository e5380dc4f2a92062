import type { ScanStore } from './scan-store.js';

/** A store in memory that drops what has not been used for longest when it holds more than `maxEntries`. */
export function memoryStore(maxEntries: number): ScanStore {
  // A map keeps the order of insertion: what is used goes to the end.
  const entries = new Map<string, string>();
  return {
    get(key) {
      const value = entries.get(key);
      if (value !== undefined) {
        entries.delete(key);
        entries.set(key, value);
      }
      return value;
    },
    set(key, value) {
      entries.delete(key);
      entries.set(key, value);
      const [oldest] = entries.keys();
      if (entries.size > maxEntries && oldest !== undefined) entries.delete(oldest);
    },
    delete(key) {
      entries.delete(key);
    },
  };
}
