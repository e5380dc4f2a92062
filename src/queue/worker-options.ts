import type { BatchProfile } from '../airs/batch-parts.js';
import type { RateLimit, Scanner } from '../airs/index.js';
import {
  assertFunction,
  assertScanner,
  type ContentScanner,
  callSafely,
  flagOf,
  GuardrailConfigError,
  isRecord,
  MAX_TIMER_MS,
  oneOfKeys,
  wholeNumber,
} from '../scan/index.js';
import type { QueueEvent } from './queue-events.js';
import {
  type BacklogQueue,
  PLACE_KEYS,
  type QueuePlace,
  type ResolvedQueue,
  resolvePlace,
} from './queue-place.js';
import { type ResultSink, type SinkChoice, sinkOf } from './result-sink.js';

/** The client that batches go through. */
export type BatchClient = Pick<Scanner, 'asyncScan' | 'queryByScanIds' | 'queryByReportIds'>;

/** How what failed for a time is tried again. */
export interface QueueRetries {
  /** Scans of an item at most, 1..1000. The last one's failure is its result. @default 20 */
  readonly attempts?: number;
  /** Milliseconds before the second scan; doubled for each that follows. @default 1000 */
  readonly backoffMs?: number;
  /** Milliseconds before any scan at most. @default 60000 */
  readonly maxBackoffMs?: number;
}

/** Options of `scanWorker`: one of `scanner` and `client`. */
export interface ScanWorkerOptions extends QueuePlace {
  readonly queue: BacklogQueue;
  /** Scans items one by one: `airsScanner`, `localScanner`, or any other. */
  readonly scanner?: ContentScanner;
  /** A `Scanner` of `airs-guardrails/airs`: scans the items of a job together by the async API. */
  readonly client?: BatchClient;
  /** With `client`: the security profile of requests that name none; `null` sends none. Environment: `PANW_AI_PROFILE_NAME`. */
  readonly profileName?: string | null;
  /** With `client`: the same by UUID; wins over `profileName`. */
  readonly profileId?: string;
  /** Where results go. Without it they rest in Redis for `collectResults`. */
  readonly sink?: SinkChoice;
  /** Jobs under way at a time, 1..1000. @default 5 */
  readonly concurrency?: number;
  /**
   * The most that all workers of the queue together ask of the service: scans with `scanner`, submissions with `client`. Give
   * all workers the same. Without it the service's own 429 is the limit.
   */
  readonly rateLimit?: RateLimit;
  /** With `scanner` and `rateLimit`: items of a job at most, as `enqueueScans` has it. @default 5 */
  readonly batchSize?: number;
  /** With `client`: the most queries for results of all workers together. @default 10 a minute */
  readonly queryLimit?: RateLimit;
  /** With `client`: how results are waited for, as in `scanBatch`. */
  readonly poll?: { readonly intervalMs?: number; readonly timeoutMs?: number };
  readonly retries?: QueueRetries;
  /** Deaths of workers after which an item is given up as what they die of, 1..100. @default 5 */
  readonly maxCrashes?: number;
  /** Milliseconds for which Redis keeps results, or that a sink has them. @default 604800000 (7 days) */
  readonly keepMs?: number;
  /** Milliseconds after which the jobs of a worker that is gone are another's, 1000..600000. @default 30000 */
  readonly lockMs?: number;
  /** Milliseconds for which `stop` waits for what is under way; what is not finished is put back. @default 60000 */
  readonly stopMs?: number;
  /** Whether SIGTERM and SIGINT call `stop`. @default true */
  readonly stopOnSignal?: boolean;
  /** Told what happens; what it throws is ignored. */
  readonly onEvent?: (event: QueueEvent) => void;
}

const KEYS = [
  ...PLACE_KEYS,
  'queue',
  'scanner',
  'client',
  'profileName',
  'profileId',
  'sink',
  'concurrency',
  'rateLimit',
  'batchSize',
  'queryLimit',
  'poll',
  'retries',
  'maxCrashes',
  'keepMs',
  'lockMs',
  'stopMs',
  'stopOnSignal',
  'onEvent',
] as const satisfies readonly (keyof ScanWorkerOptions)[];

/** Who judges. */
export type ResolvedJudge =
  | { readonly scanner: ContentScanner }
  | {
      readonly client: BatchClient;
      readonly profile: BatchProfile;
      readonly queryLimit: RateLimit;
      readonly intervalMs: number;
      readonly timeoutMs: number;
    };

/** Complete options. */
export interface ResolvedWorker {
  readonly place: ResolvedQueue;
  readonly judge: ResolvedJudge;
  readonly sink: ResultSink | undefined;
  readonly concurrency: number;
  /** In jobs. */
  readonly limiter: RateLimit;
  readonly attempts: number;
  readonly backoffMs: number;
  readonly maxBackoffMs: number;
  readonly maxCrashes: number;
  readonly keepMs: number;
  readonly lockMs: number;
  readonly stopMs: number;
  readonly stopOnSignal: boolean;
  /** Never throws. */
  pass(event: QueueEvent): void;
}

/** What BullMQ takes for no limit: with none, a pause that the service asks for would not count. */
const NO_LIMIT: RateLimit = { requests: 1_000_000_000, perMs: 1_000 };
const QUERY_LIMIT: RateLimit = { requests: 10, perMs: 60_000 };
/** The most items of a job: what the service takes in one batch. */
export const MAX_BATCH = 25;

/**
 * Completes the options.
 * @throws GuardrailConfigError that names the field
 */
export function resolveWorker(options: ScanWorkerOptions): ResolvedWorker {
  oneOfKeys('options', options, KEYS);
  const { retries = {}, onEvent } = options;
  oneOfKeys('retries', retries, ['attempts', 'backoffMs', 'maxBackoffMs'] satisfies (keyof QueueRetries)[]);
  assertFunction('onEvent', onEvent);
  const judge = judgeOf(options);
  const batchSize = wholeNumber('batchSize', options.batchSize, 5, [1, MAX_BATCH]);
  const limit = limitOf('rateLimit', options.rateLimit, NO_LIMIT);
  return {
    place: resolvePlace(options.queue, options),
    judge,
    sink: sinkOf(options.sink),
    concurrency: wholeNumber('concurrency', options.concurrency, 5, [1, 1_000]),
    limiter: 'scanner' in judge && options.rateLimit !== undefined ? inJobs(limit, batchSize) : limit,
    attempts: wholeNumber('retries.attempts', retries.attempts, 20, [1, 1_000]),
    backoffMs: wholeNumber('retries.backoffMs', retries.backoffMs, 1_000, [1, MAX_TIMER_MS]),
    maxBackoffMs: wholeNumber('retries.maxBackoffMs', retries.maxBackoffMs, 60_000, [1, MAX_TIMER_MS]),
    maxCrashes: wholeNumber('maxCrashes', options.maxCrashes, 5, [1, 100]),
    keepMs: wholeNumber('keepMs', options.keepMs, 7 * 86_400_000, [1_000, Number.MAX_SAFE_INTEGER]),
    lockMs: wholeNumber('lockMs', options.lockMs, 30_000, [1_000, 600_000]),
    stopMs: wholeNumber('stopMs', options.stopMs, 60_000, [0, MAX_TIMER_MS]),
    stopOnSignal: options.stopOnSignal === undefined || flagOf('stopOnSignal', options.stopOnSignal),
    pass: (event) => void callSafely(() => onEvent?.(event)),
  };
}

const CLIENT_ONLY = ['profileName', 'profileId', 'queryLimit', 'poll'] as const;

function judgeOf(options: ScanWorkerOptions): ResolvedJudge {
  const { scanner, client, profileName, profileId, poll = {} } = options;
  if ((scanner === undefined) === (client === undefined))
    throw new GuardrailConfigError('scanner', 'or client must be given, and not both');
  if (scanner !== undefined) {
    assertScanner('scanner', scanner);
    const wrong = CLIENT_ONLY.find((field) => options[field] !== undefined);
    if (wrong !== undefined) throw new GuardrailConfigError(wrong, 'is for client; a scanner has its own');
    return { scanner };
  }
  for (const method of ['asyncScan', 'queryByScanIds'])
    if (typeof Object(client)[method] !== 'function')
      throw new GuardrailConfigError('client', 'must be a Scanner');
  if (client === undefined) throw new GuardrailConfigError('client', 'must be a Scanner');
  for (const [field, value] of Object.entries({ profileName, profileId }))
    if (value !== undefined && value !== null && typeof value !== 'string')
      throw new GuardrailConfigError(field, 'must be a text');
  oneOfKeys('poll', poll, ['intervalMs', 'timeoutMs']);
  return {
    client,
    profile: {
      ...(profileName !== undefined && { profileName }),
      ...(profileId !== undefined && { profileId }),
    },
    queryLimit: limitOf('queryLimit', options.queryLimit, QUERY_LIMIT),
    intervalMs: wholeNumber('poll.intervalMs', poll.intervalMs, 2_000, [1, MAX_TIMER_MS]),
    timeoutMs: wholeNumber('poll.timeoutMs', poll.timeoutMs, 600_000, [1, MAX_TIMER_MS]),
  };
}

function limitOf(field: string, limit: RateLimit | undefined, byDefault: RateLimit): RateLimit {
  if (limit === undefined) return byDefault;
  if (!isRecord(limit)) throw new GuardrailConfigError(field, 'must be an object');
  oneOfKeys(field, limit, ['requests', 'perMs']);
  return {
    requests: wholeNumber(`${field}.requests`, limit.requests, Number.NaN, [1, NO_LIMIT.requests]),
    perMs: wholeNumber(`${field}.perMs`, limit.perMs, Number.NaN, [1, MAX_TIMER_MS]),
  };
}

/** So many jobs as do not have more scans than the limit: where one job has more, in as much longer a time. */
function inJobs({ requests, perMs }: RateLimit, batchSize: number): RateLimit {
  if (requests >= batchSize) return { requests: Math.floor(requests / batchSize), perMs };
  return { requests: 1, perMs: Math.ceil((perMs * batchSize) / requests) };
}
