import type { RedisClient } from 'bullmq';

/** Steps of Redis that nobody comes between. */
export interface QueueScripts {
  /** The values of keys; null where there is none. */
  read(keys: readonly string[]): Promise<readonly (string | null)[]>;
  /** Sets each key that has no value, and returns the value that each key has then. */
  claim(
    entries: readonly (readonly [key: string, value: string])[],
    ttlMs: number,
  ): Promise<readonly string[]>;
  /** Sets keys to values, whatever they have. */
  put(entries: readonly (readonly [key: string, value: string])[], ttlMs: number): Promise<void>;
  /** Takes a turn of so many in any window of so many milliseconds: 0, or how long to wait before asking again. */
  turn(key: string, requests: number, perMs: number): Promise<number>;
}

const READ = "return redis.call('MGET', unpack(KEYS))";
const CLAIM = `
local held = {}
for i = 1, #KEYS do
  if redis.call('SET', KEYS[i], ARGV[i + 1], 'NX', 'PX', ARGV[1]) then held[i] = ARGV[i + 1]
  else held[i] = redis.call('GET', KEYS[i]) end
end
return held`;
const PUT = "for i = 1, #KEYS do redis.call('SET', KEYS[i], ARGV[i + 1], 'PX', ARGV[1]) end";
// The list holds when the last turns were taken, by the one clock that all processes have.
const TURN = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local requests, per = tonumber(ARGV[1]), tonumber(ARGV[2])
if redis.call('LLEN', KEYS[1]) >= requests then
  local wait = tonumber(redis.call('LINDEX', KEYS[1], -requests)) + per - now
  if wait > 0 then return wait end
end
redis.call('RPUSH', KEYS[1], now)
redis.call('LTRIM', KEYS[1], -requests, -1)
redis.call('PEXPIRE', KEYS[1], per)
return 0`;

/** Defines the steps on a client. */
export function queueScripts(client: RedisClient): QueueScripts {
  const defined = new Set<string>();
  const run = (
    script: string,
    lua: string,
    keys: readonly string[],
    args: readonly (string | number)[],
  ): Promise<unknown> => {
    // A command has one number of keys.
    const name = `airsGuardrails${script}${keys.length}`;
    if (!defined.has(name)) client.defineCommand(name, { numberOfKeys: keys.length, lua });
    defined.add(name);
    return client.runCommand(name, [...keys, ...args]);
  };
  const split = (entries: readonly (readonly [string, string])[]) => ({
    keys: entries.map(([key]) => key),
    values: entries.map(([, value]) => value),
  });
  return {
    async read(keys) {
      if (keys.length === 0) return [];
      return valuesIn(await run('Read', READ, keys, []));
    },
    async claim(entries, ttlMs) {
      if (entries.length === 0) return [];
      const { keys, values } = split(entries);
      return valuesIn(await run('Claim', CLAIM, keys, [ttlMs, ...values])).map((value) => value ?? '');
    },
    async put(entries, ttlMs) {
      if (entries.length === 0) return;
      const { keys, values } = split(entries);
      await run('Put', PUT, keys, [ttlMs, ...values]);
    },
    async turn(key, requests, perMs) {
      return Number(await run('Turn', TURN, [key], [requests, perMs]));
    },
  };
}

function valuesIn(answer: unknown): (string | null)[] {
  return Array.isArray(answer) ? answer.map((value) => (typeof value === 'string' ? value : null)) : [];
}
