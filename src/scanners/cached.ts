import {
  assertFunction,
  assertScanner,
  byteCount,
  type ContentScanner,
  GuardrailConfigError,
  MAX_TIMER_MS,
  MIB,
  oneOfKeys,
  type ScanRequest,
  type ScanResult,
  untilAborted,
  wholeNumber,
} from '../scan/index.js';
import { ask } from './ask.js';
import { answerTo, requestAsIs } from './cache-answer.js';
import { openEntry, sealEntry } from './cache-entry.js';
import { canonicalRequest, createStoreHash } from './cache-key.js';
import { memoryStore } from './memory-store.js';
import { patientStore, type ScanStore } from './scan-store.js';
import { shareCalls } from './shared-calls.js';
import { streamAware } from './stream-aware.js';

/** Options of `cachedScanner`. */
export interface CachedScannerOptions {
  /** Where answers are kept. @default a store in memory of `maxEntries` and `maxBytes` */
  readonly store?: ScanStore;
  /** Milliseconds that an answer is used for, 1..2147483647. @default 300000 */
  readonly ttlMs?: number;
  /** Most entries of the store in memory, 1..1000000; the least used goes first. @default 1000 */
  readonly maxEntries?: number;
  /** Most bytes of the store in memory, likewise; at least 1024. @default 16 MiB */
  readonly maxBytes?: number;
  /**
   * At least 16 characters. What keys and entries are signed with: processes with the same secret share a store.
   * Scanners of one name that judge differently need different secrets. @default random, for this scanner alone
   */
  readonly secret?: string;
  /** Milliseconds to wait for an operation of the store before doing without, 1..60000. @default 250 */
  readonly storeTimeoutMs?: number;
  /** Wall clock in milliseconds, for tests. @default Date.now */
  readonly now?: () => number;
}

/** A verdict, and whether it was in the store. */
interface Answer {
  readonly result: ScanResult;
  readonly isHit: boolean;
}

/**
 * Makes a scanner that asks another one once for the same content: later answers come from a store, and equal scans at
 * the same time are one call. The key is a keyed hash over profile and content; text, session, turn and user are in
 * neither key nor entry. Failed and incomplete answers are never kept. An answer from the store has `source: 'cache'`;
 * like one of a shared call it carries the ids of the request that asks and the `scanId` of the scan that was made.
 * @throws GuardrailConfigError for an option that is not valid
 * @example
 * const scanner = cachedScanner(airsScanner(), { ttlMs: 60_000 });
 * const guardrail = createGuardrail({ scanner });
 */
export function cachedScanner(scanner: ContentScanner, options: CachedScannerOptions = {}): ContentScanner {
  assertScanner('scanner', scanner);
  const { store, ttlMs, secret, now } = resolveOptions(options);
  const hash = createStoreHash(secret);
  const share = shareCalls<Answer>();

  const lookUpOrScan = async (
    key: string,
    request: ScanRequest,
    signal: AbortSignal | undefined,
  ): Promise<Answer> => {
    const entry = await store.get(key);
    const kept = await openEntry(hash, key, entry, { now: now(), ttlMs });
    if (kept !== undefined) return { result: kept, isHit: true };
    if (entry !== undefined && entry !== null) await store.delete(key);
    const result = await ask(scanner, request, signal);
    const sealed = await sealEntry(hash, key, result, now() + ttlMs);
    if (sealed !== undefined) await store.set(key, sealed, ttlMs);
    return { result, isHit: false };
  };

  return {
    name: `cached(${scanner.name})`,
    ...streamAware(scanner),
    async scan(request, { signal } = {}) {
      signal?.throwIfAborted();
      const started = now();
      // What is scanned must be what the key was made from, whatever becomes of the caller's object meanwhile.
      const asked = requestAsIs(request);
      const text = canonicalRequest(asked);
      const key =
        text === undefined ? undefined : await untilAborted(hash('request', scanner.name, text), signal);
      if (key === undefined) return ask(scanner, asked, signal);
      const { result, isHit } = await share(key, (shared) => lookUpOrScan(key, asked, shared), signal);
      const own = answerTo(asked, result);
      if (!isHit) return own;
      return { ...own, latencyMs: Math.max(0, now() - started), source: 'cache' };
    },
  };
}

const OPTION_KEYS = [
  'store',
  'ttlMs',
  'maxEntries',
  'maxBytes',
  'secret',
  'storeTimeoutMs',
  'now',
] as const satisfies readonly (keyof CachedScannerOptions)[];

const MIN_SECRET_CHARACTERS = 16;

function resolveOptions(options: CachedScannerOptions) {
  oneOfKeys('options', options, OPTION_KEYS);
  const { store, secret, now = () => Date.now() } = options;
  assertFunction('now', now);
  if (store !== undefined) assertStore(store, options);
  if (secret !== undefined && (typeof secret !== 'string' || secret.length < MIN_SECRET_CHARACTERS)) {
    throw new GuardrailConfigError('secret', `must be at least ${MIN_SECRET_CHARACTERS} characters`);
  }
  const maxEntries = wholeNumber('maxEntries', options.maxEntries, 1000, [1, 1_000_000]);
  const maxBytes = byteCount('maxBytes', options.maxBytes, 16 * MIB);
  const storeTimeoutMs = wholeNumber('storeTimeoutMs', options.storeTimeoutMs, 250, [1, 60_000]);
  return {
    store: patientStore(store ?? memoryStore(maxEntries, maxBytes), storeTimeoutMs),
    ttlMs: wholeNumber('ttlMs', options.ttlMs, 300_000, [1, MAX_TIMER_MS]),
    secret,
    now,
  };
}

/** @throws GuardrailConfigError for what is no store, or for a size beside one that has its own */
function assertStore(store: ScanStore, options: CachedScannerOptions): void {
  const given: unknown = store;
  for (const name of ['get', 'set', 'delete'] as const) {
    const method: unknown =
      typeof given === 'object' && given !== null ? Reflect.get(given, name) : undefined;
    if (typeof method !== 'function')
      throw new GuardrailConfigError('store', 'must have get, set and delete');
  }
  for (const name of ['maxEntries', 'maxBytes'] as const)
    if (options[name] !== undefined) throw new GuardrailConfigError(name, 'has no effect beside store');
}
