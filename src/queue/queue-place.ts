import type { ConnectionOptions } from 'bullmq';
import { GuardrailConfigError, isRecord } from '../scan/index.js';
import { resolveSecrets } from '../state/sealing-parts.js';

/** A queue of BullMQ by its name, or a `Queue` whose name, connection and prefix are taken. */
export type BacklogQueue =
  | string
  | {
      readonly name: string;
      readonly opts: { readonly connection?: ConnectionOptions; readonly prefix?: string };
    };

/** Where a queue is, and under which secret its content rests. The same for all who work with one queue. */
export interface QueuePlace {
  /**
   * Redis or Valkey: an address such as `redis://host:6379`, BullMQ's options of a connection, or a client of ioredis or
   * node-redis. Needed where the queue is given by its name.
   */
  readonly connection?: string | ConnectionOptions;
  /** What every key in Redis begins with; `{...}` in a cluster. @default 'bull' */
  readonly prefix?: string;
  /**
   * Encrypts what is queued and what is kept of results: at least 16 characters, best 32 random bytes
   * (`openssl rand -base64 32`). `[new, old]` writes with the first and reads with all. Without it, content stands in Redis
   * as it is.
   */
  readonly secret?: string | readonly string[];
}

/** The options of a `QueuePlace`. */
export const PLACE_KEYS = ['connection', 'prefix', 'secret'] as const satisfies readonly (keyof QueuePlace)[];

/** A place, complete. Connection and secrets do not belong into anything that may be printed. */
export interface ResolvedQueue {
  readonly name: string;
  readonly prefix: string;
  readonly connection: ConnectionOptions;
  readonly secrets: readonly [string, ...string[]] | undefined;
}

const MAX_NAME = 200;

/**
 * Completes where a queue is.
 * @throws GuardrailConfigError that names the field
 */
export function resolvePlace(queue: BacklogQueue | undefined, options: QueuePlace): ResolvedQueue {
  const given: unknown = queue;
  const own = isRecord(given) && isRecord(given['opts']) ? given['opts'] : {};
  const name = isRecord(given) ? given['name'] : given;
  if (typeof name !== 'string' || name === '' || name.length > MAX_NAME || name.includes(':'))
    throw new GuardrailConfigError(
      'queue',
      `must be a name of at most ${MAX_NAME} characters without a colon, or a Queue`,
    );
  const prefix = options.prefix ?? own['prefix'] ?? 'bull';
  if (typeof prefix !== 'string' || prefix === '') throw new GuardrailConfigError('prefix', 'must be a text');
  const secrets = options.secret === undefined ? undefined : resolveSecrets('secret', options.secret);
  return { name, prefix, connection: connectionOf(options.connection ?? own['connection']), secrets };
}

function connectionOf(given: unknown): ConnectionOptions {
  if (typeof given === 'string') {
    // The address may hold a password: it is not in the message.
    if (!/^(?:rediss?|valkeys?|unix):\/\//.test(given))
      throw new GuardrailConfigError('connection', 'must begin with redis:// or rediss://');
    return { url: given.replace(/^valkey/, 'redis') };
  }
  if (!isRecord(given))
    throw new GuardrailConfigError('connection', 'must be an address, options of a connection, or a client');
  return given;
}
