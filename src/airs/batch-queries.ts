import type { ScanFailure } from '../scan/index.js';
import type { CallOptions } from './call-options.js';
import type { Scanner } from './client.js';
import { AirsError } from './errors.js';
import { failureOf } from './failure.js';
import type { Clock } from './rate-limiter.js';
import { MAX_BATCH_SIZE } from './request-checks.js';
import type { ThreatScanReport } from './schemas/report.js';
import type { ScanIdResult, ScanResponse } from './schemas/response.js';

/** The outcome of one submitted batch. Rows and reports are found by `req_id`. */
export interface BatchOutcome {
  readonly responses: ReadonlyMap<number, ScanResponse>;
  readonly reports: ReadonlyMap<number, ThreatScanReport>;
  /** The reason why rows are missing, and its class. */
  readonly problem?: string;
  readonly failure?: ScanFailure;
  /** The reason why reports are missing. */
  readonly reportProblem?: string;
}

/** A submitted batch whose rows are awaited. */
export interface WatchedBatch {
  readonly scanId: string;
  readonly reportId: string | undefined;
  readonly reqIds: ReadonlySet<number>;
  readonly deadline: number;
  readonly responses: Map<number, ScanResponse>;
  readonly reports: Map<number, ThreatScanReport>;
  /** Whether it is queried alone, because a query with this id and others was refused. */
  alone: boolean;
  settle(outcome: BatchOutcome): void;
  fail(error: unknown): void;
}

/** The parts that the queries need. */
export interface BatchQueriesOptions {
  readonly client: Pick<Scanner, 'queryByScanIds' | 'queryByReportIds'>;
  /** Waits for a turn under the service's limit. */
  readonly acquire: (signal?: AbortSignal) => Promise<void>;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** Called for a batch that no later query can complete. */
  readonly giveUp: (batch: WatchedBatch, problem: string, failure: ScanFailure) => void;
}

/** Queries the rows and reports of batches, one group at a time. Both functions reject only when the signal aborts. */
export interface BatchQueries {
  /** Queries the rows of a group and adds each to its batch. */
  results(group: readonly WatchedBatch[], watched: ReadonlyMap<string, WatchedBatch>): Promise<void>;
  /** Queries the reports of a group and adds each to its batch. */
  reports(group: readonly WatchedBatch[]): Promise<void>;
}

/** Makes the queries of one poller. They pause while the service asks for a pause. */
export function createBatchQueries(options: BatchQueriesOptions): BatchQueries {
  const { client, clock, signal, giveUp } = options;
  let pausedUntil = 0;

  /** Sends one query. After a failure its batches stay open until their deadline, unless no later query can succeed. */
  const ask = async <Rows>(
    group: readonly WatchedBatch[],
    query: (callOptions: CallOptions) => Promise<Rows>,
  ): Promise<Rows | undefined> => {
    if (clock.now() < pausedUntil) return undefined;
    await options.acquire(signal);
    try {
      // The next round is the retry. Retries inside the call would bypass the rate limit.
      const rows = await query({ signal, numRetries: 0 });
      for (const batch of group) batch.alone = false;
      return rows;
    } catch (error) {
      if (signal.aborted || !(error instanceof AirsError)) throw error;
      if (error.retryAfterMs !== undefined) pausedUntil = clock.now() + error.retryAfterMs;
      if (error.retryable) return undefined;
      // The service may answer 400 or 404 for an id that it does not know yet.
      const mayBeUnknown = error.statusCode === 400 || error.statusCode === 404;
      // One id or row may have spoilt the answer for the others.
      if (mayBeUnknown || group.length > 1) for (const batch of group) batch.alone = true;
      else for (const batch of group) giveUp(batch, error.message, failureOf(error));
      return undefined;
    }
  };

  return {
    async results(group, watched) {
      const ids = group.map((batch) => batch.scanId);
      const rows = await ask(group, (callOptions) => client.queryByScanIds(ids, callOptions));
      for (const row of rows ?? []) addRow(watched, row);
    },
    async reports(group) {
      const ids = group.map((batch) => batch.reportId ?? '');
      const reports = await ask(group, (callOptions) => client.queryByReportIds(ids, callOptions));
      for (const report of reports ?? []) addReport(group, report);
    },
  };
}

function addRow(watched: ReadonlyMap<string, WatchedBatch>, row: ScanIdResult): void {
  const batch = watched.get(row.scan_id ?? row.result?.scan_id ?? '');
  if (batch === undefined || typeof row.req_id !== 'number' || !row.result) return;
  if (batch.reqIds.has(row.req_id)) batch.responses.set(row.req_id, row.result);
}

function addReport(group: readonly WatchedBatch[], report: ThreatScanReport): void {
  const owner = group.find((batch) => batch.scanId === report.scan_id || batch.reportId === report.report_id);
  if (owner === undefined || typeof report.req_id !== 'number') return;
  if (owner.reqIds.has(report.req_id)) owner.reports.set(report.req_id, report);
}

/** Groups batches for queries. A group has at most five ids, and an id that was refused is alone. */
export function queryGroups(batches: readonly WatchedBatch[]): WatchedBatch[][] {
  const together = batches.filter((batch) => !batch.alone);
  const groups = batches.filter((batch) => batch.alone).map((batch) => [batch]);
  for (let start = 0; start < together.length; start += MAX_BATCH_SIZE) {
    groups.push(together.slice(start, start + MAX_BATCH_SIZE));
  }
  return groups;
}
