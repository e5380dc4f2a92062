import {
  type BreakerState,
  type CircuitBreakerSettings,
  oneOfKeys,
  type SharedLimits,
  type SharedTenant,
} from '../scan/index.js';
import { PLACES, type Presence, shareOfFleet } from './fleet-share.js';
import { type RestingStore, restingStore } from './resting-store.js';
import { openValue, type SealedPlace, sealValue } from './sealed-value.js';
import { type SecretKeys, secretKeys } from './secret-keys.js';
import { KEY_PREFIX } from './session-part.js';
import { type BreakerNews, sharedBreaker } from './shared-breaker.js';
import { placeOf, type StatePlace } from './state-options.js';
import { windowTurns } from './turn-windows.js';

/**
 * Makes limits that all processes of one store and secret keep together: the `rateLimit` and the `breaker` of
 * `airsScanner`, by endpoint and credential. If the store counts in one step (`increment`, which `redisStore` has), all
 * processes together take no more turns than one would, in equal shares. If it does not, each process takes a part of
 * the limit by the number of processes that asked lately. While the store is down, each process follows its own limit.
 * @throws GuardrailConfigError for an option that is not valid
 * @example
 * const shared = sharedLimits({ store: redisStore(client), secret });
 * const scanner = airsScanner({ shared, rateLimit: { requests: 20, perMs: 1_000 } });
 */
export function sharedLimits(options: StatePlace): SharedLimits {
  oneOfKeys('options', options, ['store', 'secret', 'storeTimeoutMs'] satisfies (keyof StatePlace)[]);
  const { store, secrets, timeoutMs } = placeOf('options', options);
  const resting = restingStore(store, timeoutMs);
  const keys = secretKeys(secrets[0]);
  return { of: (tenant) => sharedTenant(resting, keys, tenant) };
}

function sharedTenant(store: RestingStore, keys: SecretKeys, tenant: readonly string[]): SharedTenant {
  const now = (): number => Date.now();
  let named: Promise<string> | undefined;
  const keyOf = async (what: string): Promise<string> => {
    named ??= keys.nameOf('limits', ...tenant);
    return `${KEY_PREFIX}:${await named}:${what}`;
  };
  return {
    turns(limit, own) {
      const name = `${limit.requests}/${limit.perMs}`;
      if (!store.counts) {
        const presence = presenceIn(store, keys, (place) => keyOf(`p:${name}:${place}`));
        return shareOfFleet({ presence, limit, own, now, random: Math.random });
      }
      return windowTurns({
        limit,
        own: own(limit),
        now,
        async countIn(window, lastsMs) {
          return (await store.increment(await keyOf(`w:${name}:${window}`), 1, lastsMs)).value;
        },
      });
    },
    breaker: (settings: CircuitBreakerSettings, state: BreakerState, clock) =>
      sharedBreaker(newsIn(store, keys, keyOf), settings, state, clock),
  };
}

/** The longest time for which an announcement may count. */
const MAX_PRESENCE_MS = 60_000;

function presenceIn(
  store: RestingStore,
  keys: SecretKeys,
  keyOf: (place: number) => Promise<string>,
): Presence {
  const placeAt = async (place: number): Promise<SealedPlace> => ({
    key: await keyOf(place),
    session: '',
    use: 'presence',
  });
  return {
    async read() {
      const places = await Promise.all(Array.from({ length: PLACES }, (_, place) => placeAt(place)));
      const { value: stored } = await store.getMany(places.map(({ key }) => key));
      if (stored === undefined) return undefined;
      const when = { now: Date.now(), ttlMs: MAX_PRESENCE_MS };
      const opened = await Promise.all(
        places.map((place, index) => openValue(keys, place, stored[index], when)),
      );
      return opened.map((one) => (typeof one?.value === 'string' ? one.value : undefined));
    },
    async write(place, id, lastsMs) {
      const at = await placeAt(place);
      const value = await sealValue(keys, at, id, { now: Date.now(), ttlMs: lastsMs });
      await store.setMany([{ key: at.key, value, ttl: lastsMs }]);
    },
  };
}

/**
 * The longest cooldown that is accepted from another process, in milliseconds. It is the longest that `setTimeout` can
 * wait.
 */
const MAX_COOLDOWN_MS = 2 ** 31 - 1;

function newsIn(
  store: RestingStore,
  keys: SecretKeys,
  keyOf: (what: string) => Promise<string>,
): BreakerNews {
  const openPlace = async (): Promise<SealedPlace> => ({
    key: await keyOf('open'),
    session: '',
    use: 'breaker',
  });
  return {
    async openForMs() {
      const place = await openPlace();
      const { value: stored } = await store.getMany([place.key]);
      if (stored === undefined) return undefined;
      const opened = await openValue(keys, place, stored[0], { now: Date.now(), ttlMs: MAX_COOLDOWN_MS });
      return typeof opened?.value === 'number' ? Math.max(0, opened.value - Date.now()) : 0;
    },
    async open(cooldownMs) {
      const place = await openPlace();
      const until = Date.now() + cooldownMs;
      const value = await sealValue(keys, place, until, { now: Date.now(), ttlMs: cooldownMs });
      await store.setMany([{ key: place.key, value, ttl: cooldownMs }]);
    },
    async close() {
      await store.deleteMany(await Promise.all(['open', 'failures', 'try'].map(keyOf)));
    },
    async countFailure(lastsMs) {
      if (!store.counts) return undefined;
      return (await store.increment(await keyOf('failures'), 1, lastsMs)).value;
    },
    async mayTry(lastsMs) {
      if (!store.counts) return true;
      // Without an answer, each process tries for itself.
      return ((await store.increment(await keyOf('try'), 1, lastsMs)).value ?? 1) === 1;
    },
  };
}
