import KeyvRedis, { createClient } from '@keyv/redis';
import { redisStore, type StateStore } from 'airs-guardrails';
import { Redis } from 'ioredis';
import Keyv from 'keyv';
import { hasRedis, startRedis } from '../support/redis-server.js';

/** A store to test with, and how to end it. */
export interface OpenStore {
  readonly store: StateStore;
  /** Everything that stands in it, keys and values. */
  dump(): Promise<string>;
  close(): Promise<void>;
}

/** A kind of store; `open` is absent where this machine has none. */
export interface StoreKind {
  readonly name: string;
  readonly counts: boolean;
  readonly open: (() => Promise<OpenStore>) | undefined;
}

const nothing = async (): Promise<void> => undefined;

/** A `Map` as a store. */
export function mapStore(): OpenStore & { readonly map: Map<string, string> } {
  const map = new Map<string, string>();
  return { map, store: map, dump: async () => JSON.stringify([...map]), close: nothing };
}

async function keyvMemory(): Promise<OpenStore> {
  const map = new Map<string, unknown>();
  const store = new Keyv({ store: map });
  return { store, dump: async () => JSON.stringify([...map]), close: nothing };
}

/** What is used of `node:sqlite`, which the types of the oldest Node do not have. */
interface Sqlite {
  readonly DatabaseSync: new (
    path: string,
  ) => {
    exec(sql: string): void;
    close(): void;
    prepare(sql: string): {
      get(...values: string[]): Readonly<Record<string, unknown>> | undefined;
      all(): readonly Readonly<Record<string, unknown>>[];
      run(...values: string[]): { readonly changes: number | bigint };
    };
  };
}

const sqlite = process.getBuiltinModule?.('node:sqlite') as Sqlite | undefined;
if (sqlite === undefined) console.warn('skipped: Keyv over SQLite, which this Node does not have');

/** Keyv over SQLite: the adapter is a few lines where the database is built in. */
async function keyvSqlite({ DatabaseSync }: Sqlite): Promise<OpenStore> {
  const database = new DatabaseSync(':memory:');
  database.exec('CREATE TABLE state (key TEXT PRIMARY KEY, value TEXT)');
  const read = database.prepare('SELECT value FROM state WHERE key = ?');
  const write = database.prepare('INSERT OR REPLACE INTO state VALUES (?, ?)');
  const remove = database.prepare('DELETE FROM state WHERE key = ?');
  const all = database.prepare('SELECT key, value FROM state');
  const textIn = (row: Readonly<Record<string, unknown>> | undefined) => row?.['value'] ?? undefined;
  const adapter = {
    opts: { dialect: 'sqlite' },
    namespace: undefined,
    get: async (key: string) => textIn(read.get(key)),
    getMany: async (keys: string[]) => keys.map((key) => textIn(read.get(key))),
    set: async (key: string, value: string) => {
      write.run(key, value);
      return true;
    },
    delete: async (key: string) => remove.run(key).changes > 0,
    clear: async () => database.exec('DELETE FROM state'),
    on: () => adapter,
    async *iterator() {
      for (const row of all.all()) yield [row['key'], row['value']];
    },
  };
  return {
    store: new Keyv({ store: adapter }),
    dump: async () => JSON.stringify(all.all()),
    close: async () => database.close(),
  };
}

async function dumpOf(client: Redis): Promise<string> {
  const keys = await client.keys('*');
  return JSON.stringify([keys, keys.length === 0 ? [] : await client.mget(keys)]);
}

async function ioredis(): Promise<OpenStore> {
  const redis = await startRedis();
  const client = new Redis(redis.url, { enableOfflineQueue: true });
  return {
    store: redisStore(client),
    dump: () => dumpOf(client),
    async close() {
      client.disconnect();
      await redis.stop();
    },
  };
}

async function nodeRedis(): Promise<OpenStore> {
  const redis = await startRedis();
  const client = createClient({ url: redis.url });
  client.on('error', () => undefined);
  await client.connect();
  const reader = new Redis(redis.url);
  return {
    store: redisStore(client),
    dump: () => dumpOf(reader),
    async close() {
      reader.disconnect();
      await client.disconnect();
      await redis.stop();
    },
  };
}

async function keyvRedis(): Promise<OpenStore> {
  const redis = await startRedis();
  const keyv = new Keyv(new KeyvRedis(redis.url));
  keyv.on('error', () => undefined);
  const reader = new Redis(redis.url);
  return {
    store: keyv,
    dump: () => dumpOf(reader),
    async close() {
      reader.disconnect();
      await keyv.disconnect();
      await redis.stop();
    },
  };
}

/** Every kind of store that users have. */
export const STORES: readonly StoreKind[] = [
  { name: 'a Map', counts: false, open: async () => mapStore() },
  { name: 'Keyv in memory', counts: false, open: keyvMemory },
  {
    name: 'Keyv over SQLite',
    counts: false,
    open: sqlite === undefined ? undefined : () => keyvSqlite(sqlite),
  },
  { name: 'Keyv over Redis', counts: false, open: hasRedis ? keyvRedis : undefined },
  { name: 'redisStore of ioredis', counts: true, open: hasRedis ? ioredis : undefined },
  { name: 'redisStore of node-redis', counts: true, open: hasRedis ? nodeRedis : undefined },
];
