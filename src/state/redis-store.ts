import { GuardrailConfigError, isRecord } from '../scan/index.js';
import type { StateStore } from './store.js';

/** What is asked of a client of ioredis: its methods in lower case. */
interface IoredisClient {
  get(key: string): Promise<unknown>;
  set(...args: (string | number)[]): Promise<unknown>;
  del(key: string): Promise<unknown>;
  incrby(key: string, by: number): Promise<unknown>;
  pexpire(key: string, ms: number): Promise<unknown>;
  scan(...args: (string | number)[]): Promise<unknown>;
}

/** What is asked of a client of node-redis (`redis`, `@redis/client`): its methods in camel case. */
interface NodeRedisClient {
  get(key: string): Promise<unknown>;
  set(key: string, value: string, options: object): Promise<unknown>;
  del(key: string): Promise<unknown>;
  incrBy(key: string, by: number): Promise<unknown>;
  pExpire(key: string, ms: number): Promise<unknown>;
  scan(cursor: string, options: object): Promise<unknown>;
}

/** The commands that a store is made of. */
interface Commands {
  get(key: string): Promise<unknown>;
  set(key: string, value: string, ttlMs: number): Promise<unknown>;
  /** Does nothing where there is a value. */
  begin(key: string, value: string, ttlMs: number): Promise<unknown>;
  del(key: string): Promise<unknown>;
  incrBy(key: string, by: number): Promise<unknown>;
  expire(key: string, ttlMs: number): Promise<unknown>;
  /** A page of keys, and where the next one begins; `'0'` at the end. */
  scan(cursor: string, pattern: string): Promise<readonly [cursor: unknown, keys: unknown]>;
}

const PAGE = 1_000;

/**
 * Makes a store of a client of Redis or Valkey, of ioredis or node-redis. It counts in one step, so limits of rate are exact
 * over all processes. Many keys go in one round trip, as the client sends commands of the same moment together. Set the client
 * so that commands fail while it is not connected (`enableOfflineQueue: false`, `disableOfflineQueue: true`), and listen to
 * its `error` event.
 * @param client connected, or connecting; who made it closes it
 * @throws GuardrailConfigError for what is no such client
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
      // It may have ended between the two.
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

/** @throws GuardrailConfigError for what is no client */
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
