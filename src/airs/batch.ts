import { failedScan, type ScanRequest, type ScanResult } from '../scan/index.js';
import { changedInput, openProgress } from './batch-checkpoint.js';
import { groupItems, type PreparedItem, prepareItem } from './batch-input.js';
import { resolveBatchOptions, type ScanBatchOptions } from './batch-options.js';
import { type BatchOutcome, createBatchPoller } from './batch-poller.js';
import { planOf, submit } from './batch-submission.js';
import { Scanner } from './client.js';
import { createRateLimiter } from './rate-limiter.js';
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

interface Batch {
  readonly items: readonly PreparedItem[];
  readonly outcome: Promise<BatchOutcome>;
}

const limiters = new WeakMap<object, (signal?: AbortSignal) => Promise<void>>();
let sharedClient: Scanner | undefined;

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
  const { concurrency, rateLimit, intervalMs, timeoutMs } = resolveBatchOptions(options);
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
    intervalMs,
    timeoutMs,
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
          // In input order, so that nothing is submitted behind a place where the checkpoint does not fit.
          const plan = await planOf(group.value, progress);
          const outcome = submit(plan, {
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
