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
  /**
   * The store of the answers.
   * @default a store in memory of `maxEntries` and `maxBytes`
   */
  readonly store?: ScanStore;
  /**
   * The milliseconds for which an answer is used, 1..2147483647.
   * @default 300000
   */
  readonly ttlMs?: number;
  /**
   * The most entries of the store in memory, 1..1000000. The least recently used is removed first.
   * @default 1000
   */
  readonly maxEntries?: number;
  /**
   * The most bytes of the store in memory, at least 1024. The least recently used entry is removed first.
   * @default 16 MiB
   */
  readonly maxBytes?: number;
  /**
   * The secret that signs keys and entries, at least 16 characters. Processes with the same secret share a store.
   * Scanners with the same name that judge differently need different secrets.
   * @default random, for this scanner alone
   */
  readonly secret?: string;
  /**
   * The milliseconds to wait for an operation of the store before going on without it, 1..60000.
   * @default 250
   */
  readonly storeTimeoutMs?: number;
  /**
   * The wall clock in milliseconds, for tests.
   * @default Date.now
   */
  readonly now?: () => number;
}

/** A verdict, and whether it came from the store. */
interface Answer {
  readonly result: ScanResult;
  readonly isHit: boolean;
}

/**
 * Makes a scanner that asks another one only once for the same content. Later answers come from a store, and equal
 * scans at the same time are one call. The key is a keyed hash of profile and content. Text, session, turn and user are
 * in neither key nor entry. Failed and incomplete answers are never kept. An answer from the store has
 * `source: 'cache'`. Like the answer of a shared call, it carries the ids of its own request and the `scanId` of the
 * original scan.
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
      // The scanned request must be the one that the key was made from, even if the caller changes the object
      // meanwhile.
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

/**
 * Checks a store.
 * @throws GuardrailConfigError if the value is not a store, or if a size is given for a store that has its own
 */
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
