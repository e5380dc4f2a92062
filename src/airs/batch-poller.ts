import { createBoundedMap, printable } from '../scan/index.js';
import { type BatchOutcome, createBatchQueries, queryGroups, type WatchedBatch } from './batch-queries.js';
import type { Scanner } from './client.js';
import { type Clock, systemClock } from './rate-limiter.js';

/** The settings of the poller. */
export interface PollerOptions {
  readonly client: Pick<Scanner, 'queryByScanIds' | 'queryByReportIds'>;
  /** Waits for a turn under the service's limit. */
  readonly acquire: (signal?: AbortSignal) => Promise<void>;
  readonly intervalMs: number;
  /** Milliseconds after which an incomplete batch is given up. */
  readonly timeoutMs: number;
  readonly report: boolean;
  readonly signal: AbortSignal;
  readonly clock?: Clock;
}

/** Polls all batches under way together, with five ids in a query. */
export interface BatchPoller {
  /** Resolves when the batch is complete or given up. Rejects only when the signal aborts. */
  watch(scanId: string, reportId: string | undefined, reqIds: readonly number[]): Promise<BatchOutcome>;
}

/** The most batch ids that are remembered, to notice an id that the service gives twice. */
const SEEN = { maxEntries: 10_000, maxBytes: 8 * 1024 * 1024 };

export function createBatchPoller(options: PollerOptions): BatchPoller {
  const clock = options.clock ?? systemClock;
  const watched = new Map<string, WatchedBatch>();
  const seen = createBoundedMap<string, true>(SEEN);
  const queries = createBatchQueries({
    ...options,
    clock,
    giveUp: (batch, problem, failure) => give(batch, { problem, failure }),
  });
  let running = false;

  const run = async (): Promise<void> => {
    try {
      while (watched.size > 0) {
        await clock.wait(options.intervalMs, options.signal);
        const batches = [...watched.values()];
        const open = batches.filter((batch) => !isComplete(batch));
        for (const group of queryGroups(open)) await queries.results(group, watched);
        if (options.report) {
          const ready = batches.filter(isComplete);
          for (const group of queryGroups(ready.filter((batch) => batch.reportId !== undefined))) {
            await queries.reports(group);
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

  const settleIfDone = (batch: WatchedBatch): void => {
    if (!watched.has(batch.scanId)) return;
    const late = clock.now() >= batch.deadline;
    const waitsForReport =
      options.report && batch.reportId !== undefined && batch.reports.size < batch.reqIds.size;
    if (isComplete(batch) && !waitsForReport) give(batch);
    else if (late && isComplete(batch))
      give(batch, { reportProblem: `No report within ${options.timeoutMs} ms` });
    else if (late) {
      give(batch, { problem: `Scan ${printable(batch.scanId)} not complete within ${options.timeoutMs} ms` });
    }
  };

  const give = (
    batch: WatchedBatch,
    why: Pick<BatchOutcome, 'problem' | 'failure' | 'reportProblem'> = {},
  ): void => {
    watched.delete(batch.scanId);
    const { responses, reports } = batch;
    batch.settle({ responses, reports, ...why });
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

function isComplete(batch: WatchedBatch): boolean {
  return batch.responses.size === batch.reqIds.size;
}
