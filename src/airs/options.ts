import { z } from 'zod';
import { MAX_TIMER_MS } from '../scan/index.js';
import { AirsError } from './errors.js';

/** The deployment regions. An API key belongs to one of them, and another region answers it with 403. */
export const REGION_ENDPOINTS = {
  us: 'https://service.api.aisecurity.paloaltonetworks.com',
  de: 'https://service-de.api.aisecurity.paloaltonetworks.com',
  in: 'https://service-in.api.aisecurity.paloaltonetworks.com',
  sg: 'https://service-sg.api.aisecurity.paloaltonetworks.com',
  jp: 'https://service-jp.api.aisecurity.paloaltonetworks.com',
  au: 'https://service-au.api.aisecurity.paloaltonetworks.com',
} as const;

/** A deployment region. `de` is the EU one. */
export type AirsRegion = keyof typeof REGION_ENDPOINTS;

/** Options of `init` and `Scanner`. Each falls back to `init`, then to the environment, then to the default. */
export interface AirsOptions {
  /** The API key. Environment: `PANW_AI_SEC_API_KEY`. */
  apiKey?: string;
  /** The OAuth bearer token, used if there is no API key. Environment: `PANW_AI_SEC_API_TOKEN`. */
  apiToken?: string;
  /** The base URL, which may have a path prefix. Environment: `PANW_AI_SEC_API_ENDPOINT`. It wins over `region`. */
  apiEndpoint?: string;
  /**
   * The deployment region.
   * @default 'us'
   */
  region?: AirsRegion;
  /** Retries after the first attempt, 0..5. @default 5 */
  numRetries?: number;
  /**
   * Milliseconds for one attempt, including the body of its answer.
   * @default 15000
   */
  timeoutMs?: number;
  /** Milliseconds for one call with all its retries and waits. @default 60000 */
  totalTimeoutMs?: number;
  /**
   * Allows `http://` endpoints other than loopback. The key and the content are then sent unencrypted.
   * @default false
   */
  allowInsecure?: boolean;
  /**
   * Replaces the global `fetch`, for proxies, certificates and tests. Without it, `HTTPS_PROXY`, `HTTP_PROXY` and
   * `NO_PROXY` apply on Node if the package `undici` is installed.
   */
  fetch?: typeof globalThis.fetch;
  /** Receives configuration warnings. @default console.warn */
  onWarning?: (message: string) => void;
}

/** Options in the form that the client uses. Credentials stay in this object, which never leaves the client. */
export interface ResolvedAirsOptions {
  readonly apiKey: string | undefined;
  readonly apiToken: string | undefined;
  readonly endpoint: string;
  readonly numRetries: number;
  readonly timeoutMs: number;
  readonly totalTimeoutMs: number;
  readonly fetch: typeof globalThis.fetch | undefined;
  /** Warns the operator about the configuration. */
  readonly warn: (message: string) => void;
}

/** The longest key or token that the service's own clients take. */
const MAX_CREDENTIAL_CHARACTERS = 2048;

// A credential becomes a header. Characters other than visible ASCII cannot be sent, or would split the header.
const credential = z
  .string()
  .trim()
  .max(MAX_CREDENTIAL_CHARACTERS)
  .regex(/^[\x21-\x7e]*$/, { error: 'must be visible ASCII without spaces' });
const milliseconds = z.int().min(1).max(MAX_TIMER_MS);
const isFunction = (value: unknown): boolean => typeof value === 'function';

const OptionsSchema = z.strictObject({
  apiKey: credential.optional(),
  apiToken: credential.optional(),
  apiEndpoint: z.string().optional(),
  region: z.enum(Object.keys(REGION_ENDPOINTS) as [AirsRegion, ...AirsRegion[]]).optional(),
  numRetries: z.int().min(0).max(5).optional(),
  timeoutMs: milliseconds.optional(),
  totalTimeoutMs: milliseconds.optional(),
  allowInsecure: z.boolean().optional(),
  fetch: z.custom<typeof globalThis.fetch>(isFunction).optional(),
  onWarning: z.custom<(message: string) => void>(isFunction).optional(),
});

/**
 * Refuses unknown keys and values out of range.
 * @throws AirsError of kind `config` that names the option, never its value
 */
export function checkAirsOptions(options: AirsOptions): void {
  checkOptionsWith(OptionsSchema, options);
  // Whether the endpoint may be http is known only when all options are known.
  if (options.apiEndpoint?.trim()) checkEndpoint(options.apiEndpoint.trim(), true);
}

/**
 * Refuses options that a schema does not know.
 * @throws AirsError of kind `config` that names the option, never its value
 */
export function checkOptionsWith(schema: z.ZodType, options: unknown): void {
  const result = schema.safeParse(options);
  if (result.success) return;
  const issue = result.error.issues[0];
  const field = issue?.code === 'unrecognized_keys' ? issue.keys.join(', ') : (issue?.path.join('.') ?? '');
  throw new AirsError('config', `AIRS option ${field || 'object'}: ${issue?.message ?? 'is not valid'}`, {
    field,
  });
}

/** Returns the environment variables. They are empty if the runtime has none. */
export function readEnvironment(): Readonly<Record<string, string | undefined>> {
  return globalThis.process?.env ?? {};
}

let warnedAboutTwoCredentials = false;

/** Returns the options that the environment sets. */
function environmentOptions(environment: Readonly<Record<string, string | undefined>>): AirsOptions {
  return {
    ...pick('apiKey', environment['PANW_AI_SEC_API_KEY']),
    ...pick('apiToken', environment['PANW_AI_SEC_API_TOKEN']),
    ...pick('apiEndpoint', environment['PANW_AI_SEC_API_ENDPOINT']),
  };
}

const hasCredential = ({ apiKey, apiToken }: AirsOptions): boolean =>
  Boolean(apiKey?.trim() || apiToken?.trim());

/**
 * Tells whether the options, those of `init` or the environment hold an API key or a token. It does not check whether
 * they are accepted.
 */
export function findsCredential(
  explicit: AirsOptions,
  initial: AirsOptions | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): boolean {
  return [explicit, initial ?? {}, environmentOptions(environment)].some(hasCredential);
}

/**
 * Completes options from explicit ones, then those of `init`, then the environment, then defaults. Credentials are
 * taken as a group from the first source that has any, so that one tenant's token is never used with another tenant's
 * key.
 * @throws AirsError of kind `config` for a missing credential or an endpoint that is not allowed
 */
export function resolveAirsOptions(
  explicit: AirsOptions,
  initial: AirsOptions | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): ResolvedAirsOptions {
  const fromEnvironment = environmentOptions(environment);
  const sources = [explicit, initial ?? {}, fromEnvironment];
  const owner = sources.find(hasCredential);
  if (owner === undefined) {
    throw new AirsError('config', 'PANW_AI_SEC_API_KEY not set', {
      field: 'apiKey',
    });
  }
  // A variable that options override may hold any value, so it is not checked.
  if (owner === fromEnvironment) checkAirsOptions(fromEnvironment);
  const apiKey = owner.apiKey?.trim() || undefined;
  const apiToken = apiKey === undefined ? owner.apiToken?.trim() : undefined;
  const warn = explicit.onWarning ?? initial?.onWarning ?? console.warn;
  if (apiKey !== undefined && owner.apiToken?.trim() && !warnedAboutTwoCredentials) {
    warnedAboutTwoCredentials = true;
    warn('airs-guardrails: both an API key and an API token are set; the API key is used.');
  }
  // An endpoint set together with one tenant's key must not be used for another tenant.
  const foreign =
    owner === explicit && (initial?.apiKey?.trim() || initial?.apiToken?.trim()) ? initial : undefined;
  const place = sources.find(
    (source) => source !== foreign && (source.apiEndpoint?.trim() || source.region !== undefined),
  );
  const chosen = place?.apiEndpoint?.trim() || REGION_ENDPOINTS[place?.region ?? 'us'];
  const allowInsecure = explicit.allowInsecure ?? initial?.allowInsecure ?? false;
  return {
    apiKey,
    apiToken,
    endpoint: checkEndpoint(chosen, allowInsecure),
    numRetries: explicit.numRetries ?? initial?.numRetries ?? 5,
    timeoutMs: explicit.timeoutMs ?? initial?.timeoutMs ?? 15_000,
    totalTimeoutMs: explicit.totalTimeoutMs ?? initial?.totalTimeoutMs ?? 60_000,
    fetch: explicit.fetch ?? initial?.fetch,
    warn,
  };
}

function pick(key: 'apiKey' | 'apiToken' | 'apiEndpoint', value: string | undefined): AirsOptions {
  return value?.trim() ? { [key]: value.trim() } : {};
}

function checkEndpoint(endpoint: string, allowInsecure: boolean): string {
  const fail = (problem: string): AirsError =>
    new AirsError('config', `apiEndpoint ${problem}`, { field: 'apiEndpoint' });
  let url: URL;
  try {
    url = new URL(endpoint);
  } catch {
    throw fail('is not a URL');
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw fail('must start with https://');
  if (url.username !== '' || url.password !== '') throw fail('must not contain credentials');
  if (url.search !== '' || url.hash !== '') throw fail('must not have a query or a fragment');
  if (url.protocol === 'http:' && !allowInsecure && !isLoopback(url.hostname)) {
    throw fail(
      'is http:// and not loopback: the key would travel in clear (set allowInsecure to accept that)',
    );
  }
  return `${url.origin}${url.pathname}`.replace(/\/{1,64}$/, '');
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}
