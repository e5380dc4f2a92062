import { failedScan, type ScanRequest, type ScanResult, untilAborted, wait } from '../scan/index.js';
import { changedInput, openProgress } from './batch-checkpoint.js';
import { groupItems, type PreparedItem, prepareItem } from './batch-input.js';
import { resolveBatchOptions, type ScanBatchOptions } from './batch-options.js';
import { createBatchPoller } from './batch-poller.js';
import type { BatchOutcome } from './batch-queries.js';
import { planOf, submit } from './batch-submission.js';
import { Scanner } from './client.js';
import { createRateLimiter } from './rate-limiter.js';
import type { ThreatScanReport } from './schemas/report.js';
import { toScanResult } from './verdict.js';

/** The result of one input request. */
export interface BatchItem {
  /** The position in the input, from 0. */
  readonly index: number;
  readonly request: ScanRequest;
  /** The verdict. It is an `api_error` result if the scan failed. */
  readonly result: ScanResult;
  /** With `report: true`: the findings by detector, if the service gave them. */
  readonly report?: ThreatScanReport;
  /** With `report: true`: the reason why there is no report. */
  readonly reportError?: string;
}

interface Batch {
  readonly items: readonly PreparedItem[];
  readonly outcome: Promise<BatchOutcome>;
}

const limiters = new WeakMap<object, (signal?: AbortSignal) => Promise<void>>();
let sharedClient: Scanner | undefined;

/**
 * Scans any number of requests with the async API. The requests are submitted in batches of 5 (`maxBatch`), polled, and
 * handed out in input order. A failed batch costs only its own items, which come back as `api_error` results. The input
 * is read ahead within the limit of `concurrency`.
 * @throws AirsError of kind `input` or `config` for options and checkpoints that are not valid; the abort reason
 */
export async function* scanBatch(
  requests: Iterable<ScanRequest> | AsyncIterable<ScanRequest>,
  options: ScanBatchOptions = {},
): AsyncGenerator<BatchItem, void, undefined> {
  const { concurrency, maxBatch, rateLimit, intervalMs, timeoutMs } = resolveBatchOptions(options);
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
  const groups = groupItems(prepareFrom(requests, progress.start, options), maxBatch);
  const batches: Batch[] = [];
  const forwardAbort = (): void => controller.abort(options.signal?.reason);
  options.signal?.addEventListener('abort', forwardAbort, { once: true });
  const start = async (items: readonly PreparedItem[]): Promise<void> => {
    // Plans are made in input order, so that nothing is submitted after a place where the checkpoint does not match.
    const plan = await planOf(items, progress);
    const outcome = submit(plan, { client, poller, progress, signal, options });
    // It is awaited in input order, possibly after it has failed.
    outcome.catch(() => undefined);
    batches.push({ items, outcome });
    counts.submitted += plan.objects.length;
    options.onProgress?.({ ...counts });
  };
  let more = true;
  let reading: Promise<IteratorResult<PreparedItem[], void>> | undefined;
  try {
    for (;;) {
      options.signal?.throwIfAborted();
      if (more && batches.length < concurrency) reading ??= groups.next();
      const batch = batches[0];
      if (reading === undefined && batch === undefined) return;
      // A slow input must not delay available results or an abort.
      const next = Promise.race([
        ...(reading === undefined ? [] : [reading.then((group) => ({ group }))]),
        ...(batch === undefined ? [] : [batch.outcome.then((outcome) => ({ outcome }))]),
      ]);
      const ready = await untilAborted(next, signal);
      // More input goes first if it is available. It keeps the service busy while the consumer works on the results.
      const group = 'group' in ready ? ready.group : await atHand(reading);
      if (group !== undefined) {
        reading = undefined;
        if (group.done) more = false;
        else await start(group.value);
        continue;
      }
      if (batch === undefined || !('outcome' in ready)) return;
      const { outcome } = ready;
      const first = batch.items[0]?.index ?? 0;
      for (const item of batch.items) {
        if (item.index < progress.next) continue;
        const finished = finish(item, outcome, options);
        counts.finished++;
        if (finished.result.error !== undefined) counts.failed++;
        options.onProgress?.({ ...counts });
        yield finished;
        await progress.advance(item.index + 1, first);
        options.signal?.throwIfAborted();
      }
      batches.shift();
      await progress.advance((batch.items.at(-1)?.index ?? 0) + 1, (batch.items.at(-1)?.index ?? 0) + 1);
    }
  } finally {
    options.signal?.removeEventListener('abort', forwardAbort);
    // This stops pending work when the consumer leaves early. After the last item there is nothing left to stop.
    controller.abort();
    const closed = groups.return(undefined);
    closed.catch(() => undefined);
    // A pending read of the input may never settle.
    if (reading === undefined) await closed;
    await Promise.allSettled(batches.map((batch) => batch.outcome));
  }
}

/** Returns the value of a promise if it is available by the next turn of the event loop. */
async function atHand<Value>(promise: Promise<Value> | undefined): Promise<Value | undefined> {
  return promise === undefined
    ? undefined
    : Promise.race([promise, wait(0, undefined).then(() => undefined)]);
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
        ? failedScan(named, problem, 0, item.problem === undefined ? outcome.failure : { kind: 'content' })
        : toScanResult(response, named, latencyOf(response)),
    ...(report !== undefined && { report }),
    ...(reportError !== undefined && { reportError }),
  };
}

/** Returns the milliseconds that the service took, by its own clock, or 0 if it does not say. */
function latencyOf(response: {
  created_at?: string | null | undefined;
  completed_at?: string | null | undefined;
}): number {
  const latency = Date.parse(response.completed_at ?? '') - Date.parse(response.created_at ?? '');
  return Number.isFinite(latency) ? Math.max(0, Math.round(latency)) : 0;
}
