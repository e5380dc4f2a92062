import type { ContentScanner, ScanResult } from '../scan/index.js';
// These are not imported from the index, which would load them with all scanners.
import {
  answerTo,
  canonicalRequest,
  isIncomplete,
  requestAsIs,
  wellFormedVerdict,
} from '../scanners/cache-parts.js';
import type { RestingStore } from './resting-store.js';
import { openValue, type SealedPlace, sealValue } from './sealed-value.js';
import { keyRing } from './secret-keys.js';
import { KEY_PREFIX } from './session-part.js';
import type { ResolvedPlace } from './state-options.js';

/** The verdicts in a store. None of the functions rejects. */
interface Verdicts {
  keyOf(text: string): Promise<string | undefined>;
  get(key: string): Promise<ScanResult | undefined>;
  set(key: string, result: ScanResult): Promise<void>;
}

/**
 * Puts a cache of verdicts around a scanner. Keys and values hold neither texts nor who asked. Values are encrypted,
 * because a verdict shows what kind of text somebody wrote. Failed and incomplete answers are never kept.
 */
export function cachedVerdicts(
  place: ResolvedPlace & { readonly ttlMs: number },
  store: RestingStore,
  scanner: ContentScanner,
  configuration: string,
): ContentScanner {
  const verdicts = createVerdicts(place, store, configuration);
  return {
    name: scanner.name,
    async scan(request, options = {}) {
      const started = performance.now();
      const asked = requestAsIs(request);
      const text = canonicalRequest(asked);
      const key = text === undefined ? undefined : await verdicts.keyOf(text);
      const known = key === undefined ? undefined : await verdicts.get(key);
      options.signal?.throwIfAborted();
      if (known !== undefined) {
        const latencyMs = Math.max(0, performance.now() - started);
        return { ...answerTo(asked, known), latencyMs, source: 'cache' };
      }
      const result = await scanner.scan(asked, options);
      // This is not awaited. It only saves a later scan.
      if (key !== undefined) void verdicts.set(key, result);
      return result;
    },
  };
}

function createVerdicts(
  { secrets, ttlMs }: ResolvedPlace & { readonly ttlMs: number },
  store: RestingStore,
  configuration: string,
): Verdicts {
  const [keys] = keyRing(secrets);
  const placeOf = (key: string): SealedPlace => ({ key, session: '', use: 'verdict' });
  const when = () => ({ now: Date.now(), ttlMs });
  return {
    async keyOf(text) {
      try {
        return `${KEY_PREFIX}:c:${await keys.nameOf('verdict', configuration, text)}`;
      } catch {
        return undefined;
      }
    },
    async get(key) {
      const [stored] = (await store.getMany([key])).value ?? [];
      const opened = await openValue(keys, placeOf(key), stored, when());
      const verdict = wellFormedVerdict(opened?.value);
      return verdict === undefined || isIncomplete(verdict) ? undefined : verdict;
    },
    async set(key, result) {
      const verdict = isIncomplete(result) ? undefined : wellFormedVerdict(result);
      if (verdict === undefined) return;
      try {
        const value = await sealValue(keys, placeOf(key), verdict, when());
        await store.setMany([{ key, value, ttl: ttlMs }]);
      } catch {
        // The next process scans for itself.
      }
    },
  };
}
