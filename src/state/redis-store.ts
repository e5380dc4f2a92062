import { GuardrailConfigError, isRecord } from '../scan/index.js';
import type { StateStore } from './store.js';

/** The methods used of an ioredis client, in lower case. */
interface IoredisClient {
  get(key: string): Promise<unknown>;
  set(...args: (string | number)[]): Promise<unknown>;
  del(key: string): Promise<unknown>;
  incrby(key: string, by: number): Promise<unknown>;
  pexpire(key: string, ms: number): Promise<unknown>;
  scan(...args: (string | number)[]): Promise<unknown>;
}

/** The methods used of a node-redis client (`redis`, `@redis/client`), in camel case. */
interface NodeRedisClient {
  get(key: string): Promise<unknown>;
  set(key: string, value: string, options: object): Promise<unknown>;
  del(key: string): Promise<unknown>;
  incrBy(key: string, by: number): Promise<unknown>;
  pExpire(key: string, ms: number): Promise<unknown>;
  scan(cursor: string, options: object): Promise<unknown>;
}

/** The commands that a store is made from. */
interface Commands {
  get(key: string): Promise<unknown>;
  set(key: string, value: string, ttlMs: number): Promise<unknown>;
  /** Sets a value only if there is none. */
  begin(key: string, value: string, ttlMs: number): Promise<unknown>;
  del(key: string): Promise<unknown>;
  incrBy(key: string, by: number): Promise<unknown>;
  expire(key: string, ttlMs: number): Promise<unknown>;
  /** Returns a page of keys and the cursor of the next page, which is `'0'` at the end. */
  scan(cursor: string, pattern: string): Promise<readonly [cursor: unknown, keys: unknown]>;
}

const PAGE = 1_000;

/**
 * Makes a store from a client of Redis or Valkey, by ioredis or node-redis. It counts in one step, so rate limits are
 * exact across all processes. Many keys need one round trip, because the client sends commands of the same moment
 * together. Configure the client so that commands fail while it is not connected (`enableOfflineQueue: false`,
 * `disableOfflineQueue: true`), and listen to its `error` event.
 * @param client connected or connecting; its creator closes it
 * @throws GuardrailConfigError if the value is not such a client
 * @example
 * const store = redisStore(new Redis(redisUrl, { enableOfflineQueue: false }));
 * const guardrail = createGuardrail({ state: { store, secret } });
 */
export function redisStore(client: object): StateStore {
  const commands = commandsOf(client);
  return {
    get: (key) => commands.get(key),
    set: (key, value, ttlMs) => commands.set(key, value, wholeMs(ttlMs)),
    delete: (key) => commands.del(key),
    getMany: (keys) => Promise.all(keys.map((key) => commands.get(key))),
    setMany: (entries) =>
      Promise.all(entries.map(({ key, value, ttl }) => commands.set(key, value, wholeMs(ttl)))),
    async increment(key, by, ttlMs) {
      const [, sum] = await Promise.all([commands.begin(key, '0', wholeMs(ttlMs)), commands.incrBy(key, by)]);
      // The value may have expired between the two commands.
      if (Number(sum) === by) await commands.expire(key, wholeMs(ttlMs));
      return Number(sum);
    },
    async *keys(prefix) {
      let cursor = '0';
      do {
        const [next, keys] = await commands.scan(cursor, `${prefix}*`);
        if (Array.isArray(keys)) yield* keys;
        cursor = String(next);
      } while (cursor !== '0');
    },
  };
}

const wholeMs = (ms: number): number => Math.max(1, Math.ceil(ms));

/**
 * Returns the commands of a client.
 * @throws GuardrailConfigError if the value is not a client
 */
function commandsOf(client: object): Commands {
  if (hasMethods<NodeRedisClient>(client, ['get', 'set', 'del', 'incrBy', 'pExpire', 'scan'])) {
    return {
      get: (key) => client.get(key),
      set: (key, value, ttlMs) => client.set(key, value, { PX: ttlMs }),
      begin: (key, value, ttlMs) => client.set(key, value, { PX: ttlMs, NX: true }),
      del: (key) => client.del(key),
      incrBy: (key, by) => client.incrBy(key, by),
      expire: (key, ttlMs) => client.pExpire(key, ttlMs),
      async scan(cursor, pattern) {
        const page = await client.scan(cursor, { MATCH: pattern, COUNT: PAGE });
        return isRecord(page) ? [page['cursor'], page['keys']] : ['0', []];
      },
    };
  }
  if (hasMethods<IoredisClient>(client, ['get', 'set', 'del', 'incrby', 'pexpire', 'scan'])) {
    return {
      get: (key) => client.get(key),
      set: (key, value, ttlMs) => client.set(key, value, 'PX', ttlMs),
      begin: (key, value, ttlMs) => client.set(key, value, 'PX', ttlMs, 'NX'),
      del: (key) => client.del(key),
      incrBy: (key, by) => client.incrby(key, by),
      expire: (key, ttlMs) => client.pexpire(key, ttlMs),
      async scan(cursor, pattern) {
        const page = await client.scan(cursor, 'MATCH', pattern, 'COUNT', PAGE);
        return Array.isArray(page) ? [page[0], page[1]] : ['0', []];
      },
    };
  }
  throw new GuardrailConfigError('client', 'must be a client of ioredis or node-redis');
}

function hasMethods<Client extends object>(
  client: object,
  names: readonly (keyof Client & string)[],
): client is Client {
  const given: unknown = client;
  if (typeof given !== 'object' || given === null) return false;
  return names.every((name) => typeof Reflect.get(given, name) === 'function');
}
