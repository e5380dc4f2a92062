import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { localScanner } from '../local/index.js';
import { type ContentScanner, GuardrailError } from '../scan/index.js';
import { type Fault, FaultSchema } from './faults.js';
import { WIRE_FLAGS, type WireFlag } from './flags.js';
import { ENDPOINTS, type Endpoint } from './routes.js';

/** The effect of a profile's detector when it fires. `off` hides its flag and ignores it. */
export type ProfileEffect = 'block' | 'allow' | 'off';

/** A security profile of the server. */
export interface ServerProfile {
  /** The name by which requests refer to the profile. */
  readonly name: string;
  /** UUID. @default a fresh one */
  readonly id?: string;
  /**
   * Effects by wire flag. The flag of a listed detector is always shown. An unlisted detector is shown only if it
   * fired, and then it blocks.
   */
  readonly detectors?: Readonly<Partial<Record<WireFlag, ProfileEffect>>>;
  /** Whether DLP findings come with masked data. @default false */
  readonly maskInline?: boolean;
  /** The action of an answer with `timeout: true` that would otherwise have been an allow. @default 'allow' */
  readonly timeoutAction?: 'block' | 'allow';
  /** Milliseconds that this profile adds to each scan. @default 0 */
  readonly latencyMs?: number;
}

/** Upper limits of requests and of the store. */
export interface ServerLimits {
  /** Requests in an async batch. @default 25 */
  readonly batchSize?: number;
  /** Ids in one query for results or reports. @default 5 */
  readonly idsPerQuery?: number;
  /** Bytes of a sync body. @default 2 MiB */
  readonly syncBytes?: number;
  /** Bytes of an async body. @default 5 MiB */
  readonly asyncBytes?: number;
  /** Characters of `tr_id`, `session_id`, `transaction_id` and profile names. @default 100 */
  readonly idCharacters?: number;
  /** URLs in one scan. @default 100 */
  readonly urls?: number;
  /** Scans that are kept for results and reports. Beyond the limit the oldest is dropped. @default 1000 */
  readonly storedScans?: number;
  /** Bytes of memory that the kept scans may take. Beyond the limit the oldest is dropped. @default 32 MiB */
  readonly storedBytes?: number;
  /**
   * Scans that may be in progress at a time, including those of batches. A request beyond the limit is answered with
   * 429. @default 10000
   */
  readonly openScans?: number;
  /** Bytes of the bodies of scans in progress. A request beyond the limit is answered with 429. @default 256 MiB */
  readonly openBytes?: number;
}

/** An event about one request. It never contains content, credentials or a query. */
export interface RequestEvent {
  readonly method: string;
  /** The path of a known endpoint. It is empty for any other path, because that is the caller's text. */
  readonly path: string;
  readonly endpoint: Endpoint | undefined;
  /** The status sent; 0 if the connection was cut without one. */
  readonly status: number;
  readonly durationMs: number;
  /** The API's own headers that the request had, in lower case. */
  readonly headersPresent: readonly string[];
}

/** Unit in which `locations` count: UTF-16 code units, UTF-8 bytes or Unicode code points. */
export type OffsetUnit = 'utf16' | 'bytes' | 'codePoints';

/**
 * How far the mask reaches. `inclusive` overwrites one character after each match too, as the real service does;
 * `exact` does not.
 */
export type MaskStyle = 'inclusive' | 'exact';

/** Options of `createAirsServer`; all are optional. */
export interface AirsServerOptions {
  /** The port to listen on. @default 0, any free port */
  readonly port?: number;
  /** The host to listen on. @default '127.0.0.1' */
  readonly host?: string;
  /** API keys that are accepted. Without any keys and tokens, every non-empty credential is accepted. */
  readonly apiKeys?: readonly string[];
  /** Bearer tokens that are accepted. */
  readonly apiTokens?: readonly string[];
  /** Refuses requests that have a body without a signature. @default false */
  readonly requirePayloadHash?: boolean;
  /**
   * The scanner that judges requests.
   * @default the embedded engine, every detector on, samples of documentation counted as the service counts them:
   * `localScanner({ profile: 'strict', documentationSamples: true })`
   */
  readonly scanner?: ContentScanner;
  /** Profiles that the server knows. Without any, every name is accepted and the scanner's verdict stands as it is. */
  readonly profiles?: readonly ServerProfile[];
  /**
   * The profile of requests that name none, like a profile linked to the API key. @default none: such requests are
   * refused
   */
  readonly linkedProfile?: string;
  /** Faults of the first requests; see `addFault`. */
  readonly faults?: readonly Fault[];
  /** Milliseconds added to each scan. @default 0 */
  readonly latencyMs?: number;
  /** Milliseconds for which the rows of an async scan stay `pending`. @default 0 */
  readonly asyncDelayMs?: number;
  /** Limits the rate to `requests` in any `perMs` milliseconds, counted over all `endpoints` together. @default none */
  readonly rateLimit?: {
    readonly requests: number;
    readonly perMs: number;
    readonly endpoints?: readonly Endpoint[];
  };
  readonly limits?: ServerLimits;
  /** How far the mask of sensitive data reaches. @default 'inclusive' */
  readonly maskStyle?: MaskStyle;
  /** The unit of offsets. The real service's unit is not documented. @default 'utf16' */
  readonly offsetUnit?: OffsetUnit;
  /** Returns the time in milliseconds since the epoch. @default Date.now */
  readonly now?: () => number;
  /** Returns a new id. @default crypto.randomUUID */
  readonly uuid?: () => string;
  /** Returns a number from 0 to 1, which shuffles the rows of results. @default Math.random */
  readonly random?: () => number;
  /** Called for every request after its answer. Errors that it throws are ignored. */
  readonly onRequest?: (event: RequestEvent) => void;
}

/** A profile as the server uses it. */
export interface ResolvedProfile {
  readonly name: string;
  readonly id: string;
  readonly detectors: ReadonlyMap<string, ProfileEffect>;
  readonly maskInline: boolean;
  readonly timeoutAction: 'block' | 'allow';
  readonly latencyMs: number;
}

const count = z.int().min(1);
const milliseconds = z
  .number()
  .min(0)
  .max(2 ** 31 - 1);
const fn = <Callable>() => z.custom<Callable>((value) => typeof value === 'function', 'must be a function');

const ProfileSchema = z.strictObject({
  name: z.string().min(1),
  id: z.uuid().optional(),
  detectors: z.partialRecord(z.enum(WIRE_FLAGS), z.enum(['block', 'allow', 'off'])).optional(),
  maskInline: z.boolean().optional(),
  timeoutAction: z.enum(['block', 'allow']).optional(),
  latencyMs: milliseconds.optional(),
});

const LimitsSchema = z.strictObject({
  batchSize: count.default(25),
  idsPerQuery: count.default(5),
  syncBytes: count.default(2 * 1024 * 1024),
  asyncBytes: count.default(5 * 1024 * 1024),
  idCharacters: count.default(100),
  urls: count.default(100),
  storedScans: count.default(1000),
  storedBytes: count.default(32 * 1024 * 1024),
  openScans: count.default(10_000),
  openBytes: count.default(256 * 1024 * 1024),
});

const OptionsSchema = z.strictObject({
  port: z.int().min(0).max(65_535).default(0),
  host: z.string().min(1).default('127.0.0.1'),
  apiKeys: z.array(z.string().min(1)).optional(),
  apiTokens: z.array(z.string().min(1)).optional(),
  requirePayloadHash: z.boolean().default(false),
  scanner: z
    .custom<ContentScanner>((value) => typeof Object(value).scan === 'function', 'must have a scan method')
    .optional(),
  profiles: z.array(ProfileSchema).optional(),
  linkedProfile: z.string().min(1).optional(),
  faults: z.array(FaultSchema).default([]),
  latencyMs: milliseconds.default(0),
  asyncDelayMs: z.number().min(0).default(0),
  rateLimit: z
    .strictObject({
      requests: count,
      perMs: z.number().positive(),
      endpoints: z.array(z.enum(ENDPOINTS)).optional(),
    })
    .optional(),
  limits: LimitsSchema.prefault({}),
  maskStyle: z.enum(['inclusive', 'exact']).default('inclusive'),
  offsetUnit: z.enum(['utf16', 'bytes', 'codePoints']).default('utf16'),
  now: fn<() => number>().optional(),
  uuid: fn<() => string>().optional(),
  random: fn<() => number>().optional(),
  onRequest: fn<(event: RequestEvent) => void>().optional(),
});

/** Options as the server uses them. */
export type ResolvedServerOptions = ReturnType<typeof resolveServerOptions>;

/** Limits as the server uses them. */
export type ResolvedLimits = Readonly<Required<ServerLimits>>;

/**
 * Completes and checks the options.
 * @throws GuardrailError `ERR_GUARDRAIL_CONFIG` that names the option, never its value
 */
export function resolveServerOptions(options: AirsServerOptions) {
  const { profiles, ...resolved } = parseOptions(OptionsSchema, options, 'createAirsServer');
  const uuid = resolved.uuid ?? randomUUID;
  return {
    ...resolved,
    scanner: resolved.scanner ?? localScanner({ profile: 'strict', documentationSamples: true }),
    profiles: profiles?.map(
      (profile): ResolvedProfile => ({
        name: profile.name,
        id: (profile.id ?? uuid()).toLowerCase(),
        detectors: new Map(Object.entries(profile.detectors ?? {})),
        maskInline: profile.maskInline ?? false,
        timeoutAction: profile.timeoutAction ?? 'allow',
        latencyMs: profile.latencyMs ?? 0,
      }),
    ),
    now: resolved.now ?? Date.now,
    uuid,
    random: resolved.random ?? Math.random,
    onRequest: resolved.onRequest ?? (() => undefined),
  };
}

/**
 * Parses a value with a schema.
 * @throws GuardrailError `ERR_GUARDRAIL_CONFIG` that names the option, never its value
 */
export function parseOptions<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  place: string,
): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const path = [...(issue?.path ?? []), ...(issue?.code === 'unrecognized_keys' ? issue.keys : [])].join('.');
  throw new GuardrailError(
    'ERR_GUARDRAIL_CONFIG',
    `${place}: option ${path || '(all)'}: ${issue?.message ?? 'is not valid'}`,
  );
}
