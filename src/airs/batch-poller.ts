import { createBoundedMap, printable } from '../scan/index.js';
import { type CallOptions, MAX_BATCH_SIZE, type Scanner } from './client.js';
import { AirsError } from './errors.js';
import { type Clock, systemClock } from './rate-limiter.js';
import type { ThreatScanReport } from './schemas/report.js';
import type { ScanIdResult, ScanResponse } from './schemas/response.js';

/** What became of one submitted batch. Rows and reports are found by `req_id`. */
export interface BatchOutcome {
  readonly responses: ReadonlyMap<number, ScanResponse>;
  readonly reports: ReadonlyMap<number, ThreatScanReport>;
  /** Why rows are missing. */
  readonly problem?: string;
  /** Why reports are missing. */
  readonly reportProblem?: string;
}

/** How the poller asks. */
export interface PollerOptions {
  readonly client: Pick<Scanner, 'queryByScanIds' | 'queryByReportIds'>;
  /** Waits for a place under the service's limit. */
  readonly acquire: (signal?: AbortSignal) => Promise<void>;
  readonly intervalMs: number;
  /** Milliseconds after which a batch that is not complete is given up. */
  readonly timeoutMs: number;
  readonly report: boolean;
  readonly signal: AbortSignal;
  readonly clock?: Clock;
}

interface Watched {
  readonly scanId: string;
  readonly reportId: string | undefined;
  readonly reqIds: ReadonlySet<number>;
  readonly deadline: number;
  readonly responses: Map<number, ScanResponse>;
  readonly reports: Map<number, ThreatScanReport>;
  /** Asked for alone, because a query with this id among others was refused. */
  alone: boolean;
  settle(outcome: BatchOutcome): void;
  fail(error: unknown): void;
}

/** Polls all batches under way together, five ids a query. */
export interface BatchPoller {
  /** Resolves when the batch is complete or given up; rejects only when the signal aborts. */
  watch(scanId: string, reportId: string | undefined, reqIds: readonly number[]): Promise<BatchOutcome>;
}

/** How many ids of batches are remembered, to notice one that the service gives twice. */
const SEEN = { maxEntries: 10_000, maxBytes: 8 * 1024 * 1024 };

export function createBatchPoller(options: PollerOptions): BatchPoller {
  const clock = options.clock ?? systemClock;
  const watched = new Map<string, Watched>();
  const seen = createBoundedMap<string, true>(SEEN);
  let running = false;
  /** Until when the service wants no queries. */
  let pausedUntil = 0;

  const run = async (): Promise<void> => {
    try {
      while (watched.size > 0) {
        await clock.wait(options.intervalMs, options.signal);
        const batches = [...watched.values()];
        const open = batches.filter((batch) => !isComplete(batch));
        for (const group of queryGroups(open)) await queryResults(group);
        if (options.report) {
          const ready = batches.filter(isComplete);
          for (const group of queryGroups(ready.filter((batch) => batch.reportId !== undefined))) {
            await queryReports(group);
          }
        }
        for (const batch of batches) settleIfDone(batch);
      }
    } catch (error) {
      for (const batch of watched.values()) batch.fail(error);
      watched.clear();
    } finally {
      running = false;
    }
  };

  const queryResults = async (group: readonly Watched[]): Promise<void> => {
    const rows = await ask(group, (callOptions) =>
      options.client.queryByScanIds(
        group.map((batch) => batch.scanId),
        callOptions,
      ),
    );
    for (const row of rows ?? []) takeRow(watched, row);
  };

  const queryReports = async (group: readonly Watched[]): Promise<void> => {
    const reports = await ask(group, (callOptions) =>
      options.client.queryByReportIds(
        group.map((batch) => batch.reportId ?? ''),
        callOptions,
      ),
    );
    for (const report of reports ?? []) {
      const owner = group.find(
        (batch) => batch.scanId === report.scan_id || batch.reportId === report.report_id,
      );
      if (owner === undefined || typeof report.req_id !== 'number') continue;
      if (owner.reqIds.has(report.req_id)) owner.reports.set(report.req_id, report);
    }
  };

  /** One query; a failure leaves its batches open until their deadline, unless no later query can do better. */
  const ask = async <Rows>(
    group: readonly Watched[],
    query: (callOptions: CallOptions) => Promise<Rows>,
  ): Promise<Rows | undefined> => {
    if (clock.now() < pausedUntil) return undefined;
    await options.acquire(options.signal);
    try {
      // The next round is the retry: retries inside the call would pass by the rate limit.
      const rows = await query({ signal: options.signal, numRetries: 0 });
      for (const batch of group) batch.alone = false;
      return rows;
    } catch (error) {
      if (options.signal.aborted || !(error instanceof AirsError)) throw error;
      if (error.retryAfterMs !== undefined) pausedUntil = clock.now() + error.retryAfterMs;
      if (error.retryable) return undefined;
      // An id that the service does not know yet may be answered with 400 or 404.
      const mayBeUnknown = error.statusCode === 400 || error.statusCode === 404;
      // One id or row may have spoilt the answer for the others.
      if (mayBeUnknown || group.length > 1) for (const batch of group) batch.alone = true;
      else for (const batch of group) give(batch, error.message);
      return undefined;
    }
  };

  const settleIfDone = (batch: Watched): void => {
    if (!watched.has(batch.scanId)) return;
    const late = clock.now() >= batch.deadline;
    const waitsForReport =
      options.report && batch.reportId !== undefined && batch.reports.size < batch.reqIds.size;
    if (isComplete(batch) && !waitsForReport) give(batch);
    else if (late && isComplete(batch)) give(batch, undefined, `No report within ${options.timeoutMs} ms`);
    else if (late) give(batch, `Scan ${printable(batch.scanId)} not complete within ${options.timeoutMs} ms`);
  };

  const give = (batch: Watched, problem?: string, reportProblem?: string): void => {
    watched.delete(batch.scanId);
    const { responses, reports } = batch;
    batch.settle({
      responses,
      reports,
      ...(problem !== undefined && { problem }),
      ...(reportProblem !== undefined && { reportProblem }),
    });
  };

  return {
    watch(scanId, reportId, reqIds) {
      if (seen.get(scanId) === true) {
        const problem = 'The service gave two batches the same scan id';
        return Promise.resolve({ responses: new Map(), reports: new Map(), problem });
      }
      seen.set(scanId, true, 2 * scanId.length);
      return new Promise((settle, fail) => {
        watched.set(scanId, {
          scanId,
          reportId,
          reqIds: new Set(reqIds),
          deadline: clock.now() + options.timeoutMs,
          responses: new Map(),
          reports: new Map(),
          alone: false,
          settle,
          fail,
        });
        if (running) return;
        running = true;
        void run();
      });
    },
  };
}

function isComplete(batch: Watched): boolean {
  return batch.responses.size === batch.reqIds.size;
}

function takeRow(watched: ReadonlyMap<string, Watched>, row: ScanIdResult): void {
  const batch = watched.get(row.scan_id ?? row.result?.scan_id ?? '');
  if (batch === undefined || typeof row.req_id !== 'number' || !row.result) return;
  if (batch.reqIds.has(row.req_id)) batch.responses.set(row.req_id, row.result);
}

/** At most five ids a query; ids that were refused go alone. */
function queryGroups(batches: readonly Watched[]): Watched[][] {
  const together = batches.filter((batch) => !batch.alone);
  const groups = batches.filter((batch) => batch.alone).map((batch) => [batch]);
  for (let start = 0; start < together.length; start += MAX_BATCH_SIZE) {
    groups.push(together.slice(start, start + MAX_BATCH_SIZE));
  }
  return groups;
}
