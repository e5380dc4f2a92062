import { GuardrailConfigError } from '../scan/index.js';

/** A value with its key and the milliseconds after which it may be dropped, as Keyv names them. */
export interface StoreEntry {
  readonly key: string;
  readonly value: string;
  readonly ttl: number;
}

/**
 * Where processes share what outlives a call: a Keyv instance with any of its adapters, a `Map`, `redisStore(client)`, or
 * anything of that shape. Keys are hashes, values are encrypted text; no content stands in either. What a store throws, does
 * not answer in time or gives back broken costs what a new process costs, and never lets anything pass.
 */
export interface StateStore {
  get(key: string): unknown;
  /** `ttlMs` says after how many milliseconds the value may be dropped; it is not used after that in any case. */
  set(key: string, value: string, ttlMs: number): unknown;
  delete(key: string): unknown;
  /** Values in the order of the keys. Without it, each is asked for by itself, all at the same time. */
  getMany?(keys: string[]): unknown;
  setMany?(entries: StoreEntry[]): unknown;
  /**
   * Adds to a whole number, which begins at 0 and lasts `ttlMs` from its beginning, and returns the sum: as one step that
   * nobody comes between. With it, limits of rate are exact over all processes.
   */
  increment?(key: string, by: number, ttlMs: number): unknown;
  /** Keys that begin so, and maybe others: for `guardrail.forget`, which then finds what no list has. */
  keys?(prefix: string): unknown;
  /** The same as Keyv has it: pairs of key and value. */
  iterator?: unknown;
}

const METHODS = ['get', 'set', 'delete'] as const satisfies readonly (keyof StateStore)[];
const OPTIONAL = ['getMany', 'setMany', 'increment', 'keys'] as const satisfies readonly (keyof StateStore)[];

/**
 * Returns a store whose methods are all functions, or missing where they may be.
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
