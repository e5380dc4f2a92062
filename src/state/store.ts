import { GuardrailConfigError } from '../scan/index.js';

/** A value with its key and the milliseconds after which it may be removed, with Keyv's names. */
export interface StoreEntry {
  readonly key: string;
  readonly value: string;
  readonly ttl: number;
}

/**
 * The store in which processes share what outlives a call: a Keyv instance with any of its adapters, a `Map`,
 * `redisStore(client)`, or anything of that shape. Keys are hashes, and values are encrypted text. Neither holds
 * content. If the store throws, is late or returns a broken value, the process works as if it were new. Nothing passes
 * because of it.
 */
export interface StateStore {
  get(key: string): unknown;
  /** Stores a value. It may be removed after `ttlMs` milliseconds, and is never used after that. */
  set(key: string, value: string, ttlMs: number): unknown;
  delete(key: string): unknown;
  /** Returns values in the order of the keys. Without it, the keys are read one by one, all at the same time. */
  getMany?(keys: string[]): unknown;
  setMany?(entries: StoreEntry[]): unknown;
  /**
   * Adds to a whole number and returns the sum, in one atomic step. The number begins at 0 and lasts `ttlMs` from its
   * beginning. With it, rate limits are exact across all processes.
   */
  increment?(key: string, by: number, ttlMs: number): unknown;
  /** Returns the keys with a prefix, and maybe others. `guardrail.forget` then also finds keys that no list names. */
  keys?(prefix: string): unknown;
  /** The same in Keyv's form: pairs of key and value. */
  iterator?: unknown;
}

const METHODS = ['get', 'set', 'delete'] as const satisfies readonly (keyof StateStore)[];
const OPTIONAL = ['getMany', 'setMany', 'increment', 'keys'] as const satisfies readonly (keyof StateStore)[];

/**
 * Checks a store: its methods must be functions, and optional ones may be missing.
 * @throws GuardrailConfigError that names the field
 */
export function assertStore(field: string, store: StateStore): StateStore {
  const given: unknown = store;
  const kindOf = (name: string): string =>
    typeof given === 'object' && given !== null ? typeof Reflect.get(given, name) : 'undefined';
  for (const name of METHODS)
    if (kindOf(name) !== 'function') throw new GuardrailConfigError(field, 'must have get, set and delete');
  for (const name of OPTIONAL)
    if (kindOf(name) !== 'function' && kindOf(name) !== 'undefined')
      throw new GuardrailConfigError(`${field}.${name}`, 'must be a function');
  return store;
}
