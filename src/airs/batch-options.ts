import type { BatchCheckpointStore } from './batch-checkpoint.js';
import type { Scanner } from './client.js';
import { inputError } from './errors.js';
import type { RateLimit } from './rate-limiter.js';
import { checkMaxBatch } from './request-checks.js';

/** The counts of items so far. */
export interface BatchProgress {
  /** Items submitted to the service, or found as submitted in the checkpoint. */
  readonly submitted: number;
  /** Items with a verdict or a failure. */
  readonly finished: number;
  /** The finished items that failed. */
  readonly failed: number;
}

/** Options of `scanBatch`. */
export interface ScanBatchOptions {
  /**
   * The client.
   * @default one `Scanner()` for all such calls, from `init` and the environment
   */
  client?: Pick<Scanner, 'asyncScan' | 'queryByScanIds' | 'queryByReportIds'>;
  /**
   * Security profile for requests that name none. Environment: `PANW_AI_PROFILE_NAME`. `null` sends none.
   * @default 'default'
   */
  profileName?: string | null;
  /** Security profile by UUID for requests that name none. It wins over `profileName`. */
  profileId?: string;
  /**
   * The number of items submitted together, 5..25. The service documents 25, but revisions of it took only 5. A resumed
   * run needs the number that it began with.
   * @default 5
   */
  maxBatch?: number;
  /**
   * The number of batches under way at a time, including batches with results that were not taken yet.
   * @default 5
   */
  concurrency?: number;
  poll?: {
    /** Milliseconds between two rounds of queries. @default 2000 */
    intervalMs?: number;
    /**
     * Milliseconds after which an incomplete batch is given up.
     * @default 600000
     */
    timeoutMs?: number;
  };
  /**
   * The service's limit for queries of results and reports together. Calls with the same client share the limit of the
   * first call.
   * @default 10 a minute
   */
  rateLimit?: RateLimit;
  /**
   * Also fetches the report of each item.
   * @default false
   */
  report?: boolean;
  /** Aborts the run. The abort reason is thrown as it is. */
  signal?: AbortSignal;
  onProgress?: (progress: BatchProgress) => void;
  /**
   * Keeps progress, so that a later call with the same input continues where this one stopped. An item is done when the
   * next one is requested. An item that is in hand when the loop is left comes again.
   */
  checkpoint?: BatchCheckpointStore;
  /**
   * Tells a resumed run to submit batches again that may or may not have been accepted before the interruption. Without
   * it, their items come back as failed, because a batch must not be submitted twice silently.
   * @default false
   */
  resubmitAmbiguous?: boolean;
}

const OPTION_KEYS = [
  'client',
  'profileName',
  'profileId',
  'maxBatch',
  'concurrency',
  'poll',
  'rateLimit',
  'report',
  'signal',
  'onProgress',
  'checkpoint',
  'resubmitAmbiguous',
] as const satisfies readonly (keyof ScanBatchOptions)[];

/** The complete numbers of a run. */
interface ResolvedBatchOptions {
  readonly concurrency: number;
  readonly maxBatch: number;
  readonly rateLimit: RateLimit;
  readonly intervalMs: number;
  readonly timeoutMs: number;
}

/**
 * Completes the numbers.
 * @throws AirsError of kind `input` that names the option
 */
export function resolveBatchOptions(options: ScanBatchOptions): ResolvedBatchOptions {
  const { concurrency = 5, maxBatch, poll = {}, rateLimit = { requests: 10, perMs: 60_000 } } = options;
  refuseUnknown('', options, OPTION_KEYS);
  refuseUnknown('poll.', poll, ['intervalMs', 'timeoutMs']);
  refuseUnknown('rateLimit.', rateLimit, ['requests', 'perMs']);
  return {
    concurrency: positive('concurrency', concurrency),
    maxBatch: checkMaxBatch(maxBatch),
    rateLimit: {
      requests: positive('rateLimit.requests', rateLimit.requests),
      perMs: positive('rateLimit.perMs', rateLimit.perMs),
    },
    intervalMs: positive('poll.intervalMs', poll.intervalMs ?? 2000),
    timeoutMs: positive('poll.timeoutMs', poll.timeoutMs ?? 600_000),
  };
}

function refuseUnknown(place: string, value: object, known: readonly string[]): void {
  const unknown = Object.keys(value).find((key) => !known.includes(key));
  if (unknown !== undefined) throw inputError(`${place}${unknown}`, 'is not an option of scanBatch');
}

function positive(field: string, value: number): number {
  if (!Number.isInteger(value) || value < 1) throw inputError(field, 'must be a whole number from 1', 1);
  return value;
}
