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

/** Where one kind of state is kept, where that is not what all of it has. */
export interface StatePlace {
  readonly store?: StateStore;
  readonly secret?: string | readonly string[];
  /** Milliseconds, 1..60000. */
  readonly storeTimeoutMs?: number;
}

/** The verdict cache of a guardrail. */
export interface StateCache extends StatePlace {
  /** Milliseconds that a verdict is used for. @default 300000 */
  readonly ttlMs?: number;
}

/** What went wrong with shared state, for logs and metrics. Never carries content. */
export interface StateProblem {
  /**
   * `unrestored`: placeholders stay in a text, because nothing is known of what they stand for. Else the store did not do
   * what it was asked: it took too long, it failed, or it was not asked, because it had failed before.
   */
  readonly problem: StoreProblem | 'unrestored';
  readonly operation?: 'read' | 'write';
  /** How many placeholders stay. */
  readonly count?: number;
}

/** What the processes of an application share, so that a chat may be served by any of them. */
export interface StateOptions extends StatePlace {
  /** A Keyv instance, `redisStore(client)`, a `Map`, or anything of that shape. */
  readonly store?: StateStore;
  /**
   * What keys and values are hashed and encrypted under: at least 16 characters, best 32 random bytes
   * (`openssl rand -base64 32`). To change it, give the new one and the old one: `[new, old]` writes with the first and
   * reads with all.
   */
  readonly secret?: string | readonly string[];
  /** Milliseconds that a guarded call waits for the store before it does without, 1..60000. @default 250 */
  readonly storeTimeoutMs?: number;
  /**
   * Names what judges, where options do not show it, such as the rules of a scanner of your own or the profile that a key is
   * linked to. What was judged under another name is judged again.
   */
  readonly scope?: string;
  /** What of prompts has been judged; `false` keeps it to each process. */
  readonly memory?: false | StatePlace;
  /** What placeholders stand for (`redaction.style: 'vault'`). */
  readonly vault?: false | StatePlace;
  /** Verdicts on prompts and tools, in any session. Not those on answers, which are hardly ever the same twice. */
  readonly cache?: false | StateCache;
  /** Told what went wrong; what it throws or rejects with is ignored. */
  readonly onProblem?: (problem: StateProblem) => void;
}

/** Where one kind of state is kept. */
export interface ResolvedPlace {
  readonly store: StateStore;
  /** The first writes, all read. */
  readonly secrets: readonly [string, ...string[]];
  readonly timeoutMs: number;
}

/** Complete options. Secrets do not belong into anything that may be printed. */
export interface ResolvedState {
  readonly scope: string;
  readonly memory: ResolvedPlace | undefined;
  readonly vault: ResolvedPlace | undefined;
  readonly cache: (ResolvedPlace & { readonly ttlMs: number }) | undefined;
  /** Never throws. */
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
 * Completes one place: what it does not say is that of all.
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
