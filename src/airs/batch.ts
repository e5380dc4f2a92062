import { failedScan, type ScanRequest, type ScanResult } from '../scan/index.js';
import {
  type BatchCheckpointStore,
  changedInput,
  fingerprintOf,
  openProgress,
  type Progress,
} from './batch-checkpoint.js';
import { groupItems, type PreparedItem, prepareItem } from './batch-input.js';
import { type BatchOutcome, type BatchPoller, createBatchPoller } from './batch-poller.js';
import { type CallOptions, Scanner } from './client.js';
import { AirsError, inputError } from './errors.js';
import { createRateLimiter, type RateLimit } from './rate-limiter.js';
import type { ThreatScanReport } from './schemas/report.js';
import { toScanResult } from './verdict.js';

/** The result of one input request. */
export interface BatchItem {
  /** Position in the input, from 0. */
  readonly index: number;
  readonly request: ScanRequest;
  /** The verdict; an `api_error` result where the scan failed. */
  readonly result: ScanResult;
  /** With `report: true`: the findings by detector, where the service gave them. */
  readonly report?: ThreatScanReport;
  /** With `report: true`: why there is no report. */
  readonly reportError?: string;
}

/** Counts of items so far. */
export interface BatchProgress {
  /** Submitted to the service, or found submitted in the checkpoint. */
  readonly submitted: number;
  /** With a verdict or a failure. */
  readonly finished: number;
  /** Of these, failed. */
  readonly failed: number;
}

/** Options of `scanBatch`. */
export interface ScanBatchOptions {
  /** @default one `Scanner()` for all such calls, from `init` and the environment */
  client?: Pick<Scanner, 'asyncScan' | 'queryByScanIds' | 'queryByReportIds'>;
  /** Security profile for requests that name none. Environment: `PANW_AI_PROFILE_NAME`. @default 'default' */
  profileName?: string;
  /** Security profile by UUID for requests that name none; wins over `profileName`. */
  profileId?: string;
  /** Batches of 5 under way at a time, results not yet taken included. @default 5 */
  concurrency?: number;
  poll?: {
    /** Milliseconds between two rounds of queries. @default 2000 */
    intervalMs?: number;
    /** Milliseconds after which a batch that is not complete is given up. @default 600000 */
    timeoutMs?: number;
  };
  /**
   * The service's limit for results and reports together. Calls with one client share the limit of the first of them.
   * @default 10 a minute
   */
  rateLimit?: RateLimit;
  /** Also fetch each item's report. @default false */
  report?: boolean;
  /** Aborts the run; the abort reason is thrown as it is. */
  signal?: AbortSignal;
  onProgress?: (progress: BatchProgress) => void;
  /**
   * Keeps progress, so that a later call with the same input goes on where this one stopped. An item is done when the
   * next one is asked for: the one in hand when the loop is left comes again.
   */
  checkpoint?: BatchCheckpointStore;
  /**
   * On resuming, submit again what may or may not have been accepted before the interruption. Otherwise such items
   * come back as failed, because a batch must not be submitted twice silently. @default false
   */
  resubmitAmbiguous?: boolean;
}

interface Batch {
  readonly items: readonly PreparedItem[];
  readonly outcome: Promise<BatchOutcome>;
}

const limiters = new WeakMap<object, (signal?: AbortSignal) => Promise<void>>();
let sharedClient: Scanner | undefined;

const OPTION_KEYS = [
  'client',
  'profileName',
  'profileId',
  'concurrency',
  'poll',
  'rateLimit',
  'report',
  'signal',
  'onProgress',
  'checkpoint',
  'resubmitAmbiguous',
] as const satisfies readonly (keyof ScanBatchOptions)[];

/**
 * Scans any number of requests with the async API: batches of 5, submitted, polled and handed out in input order. A
 * batch that fails costs only its own items, which come back as `api_error` results. The input is read as far ahead
 * as `concurrency` allows.
 * @throws AirsError of kind `input` or `config` for options and checkpoints that are not valid; the abort reason
 */
export async function* scanBatch(
  requests: Iterable<ScanRequest> | AsyncIterable<ScanRequest>,
  options: ScanBatchOptions = {},
): AsyncGenerator<BatchItem, void, undefined> {
  refuseUnknown('', options, OPTION_KEYS);
  refuseUnknown('poll.', options.poll ?? {}, ['intervalMs', 'timeoutMs']);
  refuseUnknown('rateLimit.', options.rateLimit ?? {}, ['requests', 'perMs']);
  const concurrency = positive('concurrency', options.concurrency ?? 5);
  const rateLimit = options.rateLimit ?? { requests: 10, perMs: 60_000 };
  positive('rateLimit.requests', rateLimit.requests);
  positive('rateLimit.perMs', rateLimit.perMs);
  sharedClient ??= new Scanner();
  const client = options.client ?? sharedClient;
  const acquire = limiters.get(client) ?? createRateLimiter(rateLimit);
  limiters.set(client, acquire);
  const controller = new AbortController();
  const { signal } = controller;
  options.signal?.throwIfAborted();
  const poller = createBatchPoller({
    client,
    acquire,
    intervalMs: positive('poll.intervalMs', options.poll?.intervalMs ?? 2000),
    timeoutMs: positive('poll.timeoutMs', options.poll?.timeoutMs ?? 600_000),
    report: options.report ?? false,
    signal,
  });
  const progress = await openProgress(options.checkpoint);
  const counts = { submitted: 0, finished: progress.next, failed: 0 };
  const groups = groupItems(prepareFrom(requests, progress.start, options));
  const batches: Batch[] = [];
  const forwardAbort = (): void => controller.abort(options.signal?.reason);
  options.signal?.addEventListener('abort', forwardAbort, { once: true });
  let more = true;
  try {
    for (;;) {
      while (more && batches.length < concurrency) {
        options.signal?.throwIfAborted();
        const group = await groups.next();
        if (group.done) more = false;
        else {
          const outcome = submit(group.value, {
            client,
            poller,
            progress,
            signal,
            options,
          });
          // Awaited in input order, which may be after it has failed.
          outcome.catch(() => undefined);
          batches.push({ items: group.value, outcome });
          counts.submitted += group.value.filter((item) => item.object !== undefined).length;
          options.onProgress?.({ ...counts });
        }
      }
      const batch = batches[0];
      if (batch === undefined) return;
      const outcome = await batch.outcome;
      const start = batch.items[0]?.index ?? 0;
      for (const item of batch.items) {
        if (item.index < progress.next) continue;
        const finished = finish(item, outcome, options);
        counts.finished++;
        if (finished.result.error !== undefined) counts.failed++;
        options.onProgress?.({ ...counts });
        yield finished;
        await progress.advance(item.index + 1, start);
        options.signal?.throwIfAborted();
      }
      batches.shift();
      await progress.advance((batch.items.at(-1)?.index ?? 0) + 1, (batch.items.at(-1)?.index ?? 0) + 1);
    }
  } finally {
    options.signal?.removeEventListener('abort', forwardAbort);
    // Stops what is under way when the consumer leaves early; after the last item there is nothing left to stop.
    controller.abort();
    await groups.return(undefined);
    await Promise.allSettled(batches.map((batch) => batch.outcome));
  }
}

async function* prepareFrom(
  requests: Iterable<ScanRequest> | AsyncIterable<ScanRequest>,
  start: number,
  options: ScanBatchOptions,
): AsyncGenerator<PreparedItem> {
  let index = 0;
  for await (const request of requests) {
    if (index >= start) yield prepareItem(index, request, options);
    index++;
  }
  if (index < start) throw changedInput(`the input has ${index} items, fewer than were done`);
}

interface Submission {
  readonly client: Pick<Scanner, 'asyncScan'>;
  readonly poller: BatchPoller;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  readonly options: ScanBatchOptions;
}

const NOTHING: BatchOutcome = { responses: new Map(), reports: new Map() };

async function submit(items: readonly PreparedItem[], context: Submission): Promise<BatchOutcome> {
  const objects = items.map((item) => item.object).filter((object) => object !== undefined);
  if (objects.length === 0) return NOTHING;
  const { client, poller, progress, signal, options } = context;
  const first = items[0]?.index ?? 0;
  const reqIds = objects.map((object) => object.req_id);
  const record = { first, count: items.length, fingerprint: await fingerprintOf(objects) };
  const saved = progress.find(record);
  if (saved !== undefined) {
    if (saved.scanId !== undefined) return poller.watch(saved.scanId, saved.reportId, reqIds);
    if (options.resubmitAmbiguous !== true) {
      return {
        ...NOTHING,
        problem: 'The batch may have been submitted before the run was interrupted',
      };
    }
  }
  signal.throwIfAborted();
  await progress.put(record);
  if (signal.aborted) {
    await progress.drop(first);
    throw signal.reason;
  }
  try {
    // A submission that is cut off leaves open whether it was accepted: only the caller's own signal does that to a
    // run that can be resumed, leaving the loop does not.
    const receipt = await client.asyncScan(objects, submissionOptions(context));
    const { scan_id: scanId } = receipt;
    const reportId = receipt.report_id ?? undefined;
    await progress.put({
      ...record,
      scanId,
      ...(reportId !== undefined && { reportId }),
    });
    return await poller.watch(scanId, reportId, reqIds);
  } catch (error) {
    if (!(error instanceof AirsError)) throw error;
    if (wasRefused(error)) await progress.drop(first);
    signal.throwIfAborted();
    return { ...NOTHING, problem: error.message };
  }
}

function submissionOptions({ options, signal }: Submission): CallOptions {
  if (options.checkpoint === undefined) return { signal };
  return options.signal === undefined ? {} : { signal: options.signal };
}

/** Whether the failure says that the service did not take the batch. */
function wasRefused({ kind, statusCode = 0, notSent }: AirsError): boolean {
  return notSent || kind === 'input' || kind === 'config' || (statusCode >= 400 && statusCode < 500);
}

function finish(item: PreparedItem, outcome: BatchOutcome, options: ScanBatchOptions): BatchItem {
  const { index, request, named } = item;
  const reqId = item.object?.req_id ?? -1;
  const response = outcome.responses.get(reqId);
  const report = outcome.reports.get(reqId);
  const problem = item.problem ?? outcome.problem ?? 'The service gave no result';
  const reportError =
    options.report === true && report === undefined ? (outcome.reportProblem ?? problem) : undefined;
  return {
    index,
    request,
    result:
      response === undefined
        ? failedScan(named, problem, 0)
        : toScanResult(response, named, latencyOf(response)),
    ...(report !== undefined && { report }),
    ...(reportError !== undefined && { reportError }),
  };
}

/** Milliseconds the service took, by its own clock; 0 where it does not say. */
function latencyOf(response: {
  created_at?: string | null | undefined;
  completed_at?: string | null | undefined;
}): number {
  const latency = Date.parse(response.completed_at ?? '') - Date.parse(response.created_at ?? '');
  return Number.isFinite(latency) ? Math.max(0, Math.round(latency)) : 0;
}

function refuseUnknown(place: string, value: object, known: readonly string[]): void {
  const unknown = Object.keys(value).find((key) => !known.includes(key));
  if (unknown !== undefined) throw inputError(`${place}${unknown}`, 'is not an option of scanBatch');
}

function positive(field: string, value: number): number {
  if (!Number.isInteger(value) || value < 1) throw inputError(field, 'must be a whole number from 1', 1);
  return value;
}
