import {
  assertFunction,
  callSafely,
  GuardrailConfigError,
  MAX_TIMER_MS,
  oneOfKeys,
  wholeNumber,
} from '../scan/index.js';
import type { StoreProblem } from './resting-store.js';
import { assertStore, type StateStore } from './store.js';

/** The place of one kind of state, if it differs from the common one. */
export interface StatePlace {
  readonly store?: StateStore;
  readonly secret?: string | readonly string[];
  /** The milliseconds to wait for the store, 1..60000. */
  readonly storeTimeoutMs?: number;
}

/** The verdict cache of a guardrail. */
export interface StateCache extends StatePlace {
  /**
   * The milliseconds for which a verdict is used.
   * @default 300000
   */
  readonly ttlMs?: number;
}

/** A problem with shared state, for logs and metrics. It never carries content. */
export interface StateProblem {
  /**
   * `unrestored` means that placeholders stay in a text because their originals are not known. The other values mean
   * that the store did not do an operation: it took too long, it failed, or it was not asked because it had failed
   * before.
   */
  readonly problem: StoreProblem | 'unrestored';
  readonly operation?: 'read' | 'write';
  /** The number of placeholders that stay. */
  readonly count?: number;
}

/** The state that the processes of an application share, so that any of them can serve a chat. */
export interface StateOptions extends StatePlace {
  /** A Keyv instance, `redisStore(client)`, a `Map`, or anything of that shape. */
  readonly store?: StateStore;
  /**
   * The secret that hashes keys and encrypts values: at least 16 characters, best 32 random bytes
   * (`openssl rand -base64 32`). To change it, give the new and the old one: `[new, old]` writes with the first and
   * reads with all.
   */
  readonly secret?: string | readonly string[];
  /**
   * The milliseconds that a guarded call waits for the store before it goes on without it, 1..60000.
   * @default 250
   */
  readonly storeTimeoutMs?: number;
  /**
   * A name for the judges, where options do not show it, such as the rules of your own scanner or the profile that a
   * key is linked to. Content judged under another name is judged again.
   */
  readonly scope?: string;
  /** The verdicts on parts of prompts. `false` keeps them in each process. */
  readonly memory?: false | StatePlace;
  /** The originals behind placeholders (`redaction.style: 'vault'`). */
  readonly vault?: false | StatePlace;
  /**
   * The verdicts on prompts and tools, in any session. Verdicts on answers are not cached, because the same answer
   * hardly ever comes twice.
   */
  readonly cache?: false | StateCache;
  /** Called for each problem. Errors and rejections of the function are ignored. */
  readonly onProblem?: (problem: StateProblem) => void;
}

/** The place of one kind of state. */
export interface ResolvedPlace {
  readonly store: StateStore;
  /** The first secret writes, and all of them read. */
  readonly secrets: readonly [string, ...string[]];
  readonly timeoutMs: number;
}

/** The complete options. They hold secrets, so they must not become part of anything that may be printed. */
export interface ResolvedState {
  readonly scope: string;
  readonly memory: ResolvedPlace | undefined;
  readonly vault: ResolvedPlace | undefined;
  readonly cache: (ResolvedPlace & { readonly ttlMs: number }) | undefined;
  /** Reports a problem. Never throws. */
  report(problem: StateProblem): void;
}

const PLACE_KEYS = ['store', 'secret', 'storeTimeoutMs'] as const satisfies readonly (keyof StatePlace)[];
const KEYS = [
  ...PLACE_KEYS,
  'scope',
  'memory',
  'vault',
  'cache',
  'onProblem',
] as const satisfies readonly (keyof StateOptions)[];

/** The least length of a secret, in UTF-16 code units. */
const MIN_SECRET = 16;

/**
 * Completes the options.
 * @throws GuardrailConfigError that names the field
 */
export function resolveState(options: StateOptions, field = 'state'): ResolvedState {
  oneOfKeys(field, options, KEYS);
  const { scope = '', memory = {}, vault = {}, cache = {}, onProblem } = options;
  assertFunction(`${field}.onProblem`, onProblem);
  if (typeof scope !== 'string') throw new GuardrailConfigError(`${field}.scope`, 'must be a text');
  const part = (name: 'memory' | 'vault' | 'cache', own: false | StatePlace): ResolvedPlace | undefined => {
    if (own === false) return undefined;
    oneOfKeys(`${field}.${name}`, own, name === 'cache' ? [...PLACE_KEYS, 'ttlMs'] : PLACE_KEYS);
    return placeOf(field, options, { name, own });
  };
  const cached = part('cache', cache);
  const ttlMs = wholeNumber(`${field}.cache.ttlMs`, cache === false ? undefined : cache.ttlMs, 300_000, [
    1,
    MAX_TIMER_MS,
  ]);
  return {
    scope,
    memory: part('memory', memory),
    vault: part('vault', vault),
    cache: cached && { ...cached, ttlMs },
    report: (problem) => void callSafely(() => onProblem?.(problem)),
  };
}

/**
 * Completes one place. Values that it does not set are those of the common place.
 * @throws GuardrailConfigError that names the field
 */
export function placeOf(
  field: string,
  all: StatePlace,
  part?: { readonly name: string; readonly own: StatePlace },
): ResolvedPlace {
  const own = part?.own ?? {};
  const at = (key: keyof StatePlace): string =>
    part !== undefined && own[key] !== undefined ? `${field}.${part.name}.${key}` : `${field}.${key}`;
  const store = own.store ?? all.store;
  const secret: unknown = own.secret ?? all.secret;
  if (store === undefined) throw new GuardrailConfigError(at('store'), 'must have get, set and delete');
  return {
    store: assertStore(at('store'), store),
    secrets: resolveSecrets(at('secret'), secret),
    timeoutMs: wholeNumber(at('storeTimeoutMs'), own.storeTimeoutMs ?? all.storeTimeoutMs, 250, [1, 60_000]),
  };
}

/**
 * Returns the secrets of an option that takes one or several: the first writes, all read.
 * @throws GuardrailConfigError for what is none, or too short
 */
export function resolveSecrets(field: string, secret: unknown): readonly [string, ...string[]] {
  const [first, ...others]: readonly unknown[] = Array.isArray(secret) ? secret : [secret];
  if (isSecret(first) && others.every(isSecret)) return [first, ...others];
  const problem = `must be a string of at least ${MIN_SECRET} characters, or a list of them`;
  throw new GuardrailConfigError(field, problem);
}

function isSecret(secret: unknown): secret is string {
  return typeof secret === 'string' && secret.length >= MIN_SECRET;
}
