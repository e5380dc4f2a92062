import type { ThreatScanReport } from '../airs/schemas/report.js';
import type { ScanIdResult, ScanResponse } from '../airs/schemas/response.js';

/** What is kept of a scan that has an answer: verdict, masked data and report, no content. */
export interface FinishedScan {
  readonly response: ScanResponse;
  readonly report: ThreatScanReport | undefined;
}

/** Scans by id, for results and reports. */
export interface ScanStore {
  /** Opens an entry whose rows are pending until they are finished and `readyAt` (clock time) has come. */
  open(scanId: string, reportId: string, reqIds: readonly number[], readyAt: number): void;
  /** Fills a row. An entry that was dropped meanwhile stays dropped. */
  finish(scanId: string, reqId: number, scan: FinishedScan): void;
  /** The rows of a scan, in any order; none for an id that is not known. */
  results(scanId: string): ScanIdResult[];
  /** The reports of the complete rows. */
  reports(reportId: string): ThreatScanReport[];
}

interface Entry {
  readonly scanId: string;
  readonly reportId: string;
  readonly readyAt: number;
  readonly rows: Map<number, FinishedScan | undefined>;
}

/** A store of at most `capacity` scans; a new one drops the oldest. */
export function createScanStore(options: {
  readonly capacity: number;
  readonly now: () => number;
  readonly random: () => number;
}): ScanStore {
  const byScanId = new Map<string, Entry>();
  const byReportId = new Map<string, Entry>();
  const key = (id: string): string => id.toLowerCase();

  const drop = (entry: Entry | undefined): void => {
    if (entry === undefined) return;
    byScanId.delete(key(entry.scanId));
    byReportId.delete(key(entry.reportId));
  };

  return {
    open(scanId, reportId, reqIds, readyAt) {
      // A scanner may give the same id twice; the later scan wins, under both of its ids.
      drop(byScanId.get(key(scanId)));
      drop(byReportId.get(key(reportId)));
      if (byScanId.size >= options.capacity) drop(byScanId.values().next().value);
      const entry = { scanId, reportId, readyAt, rows: new Map(reqIds.map((reqId) => [reqId, undefined])) };
      byScanId.set(key(scanId), entry);
      byReportId.set(key(reportId), entry);
    },
    finish(scanId, reqId, scan) {
      const rows = byScanId.get(key(scanId))?.rows;
      if (rows?.has(reqId)) rows.set(reqId, scan);
    },
    results(scanId) {
      const entry = byScanId.get(key(scanId));
      if (entry === undefined) return [];
      const ready = options.now() >= entry.readyAt;
      const rows = [...entry.rows].map(([reqId, scan]): ScanIdResult => {
        const row = { req_id: reqId, scan_id: entry.scanId };
        if (!ready || scan === undefined) return { ...row, status: 'pending' };
        const { source } = scan.response;
        return { ...row, ...(source && { source }), status: 'complete', result: scan.response };
      });
      return shuffle(rows, options.random);
    },
    reports(reportId) {
      const entry = byReportId.get(key(reportId));
      if (entry === undefined || options.now() < entry.readyAt) return [];
      return [...entry.rows.values()].flatMap((scan) => (scan?.report === undefined ? [] : [scan.report]));
    },
  };
}

/** Rows come unordered from the service; clients that rely on an order should find out here. */
function shuffle<Row>(rows: readonly Row[], random: () => number): Row[] {
  return rows
    .map((row) => ({ row, rank: random() }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ row }) => row);
}
