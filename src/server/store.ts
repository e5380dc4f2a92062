import type { ThreatScanReport } from '../airs/schemas/report.js';
import type { ScanIdResult, ScanResponse } from '../airs/schemas/response.js';

/** What is kept of a scan that has an answer: verdict, masked data and report, no content. */
export interface FinishedScan {
  readonly response: ScanResponse;
  readonly report: ThreatScanReport | undefined;
}

/** Scans by id, for results and reports. */
export interface ScanRecords {
  /** Opens an entry whose rows are pending until they are finished and `readyAt` (clock time) has come. */
  open(scanId: string, reportId: string, reqIds: readonly number[], readyAt: number): void;
  /** Fills a row. An entry that was dropped meanwhile stays dropped. */
  finish(scanId: string, reqId: number, scan: FinishedScan): void;
  /** The rows of a scan, in any order; none for an id that is not known. */
  results(scanId: string): ScanIdResult[];
  /** The reports of the complete rows. */
  reports(reportId: string): ThreatScanReport[];
}

/** A scan as JSON, which holds on to no text that it quotes a piece of. */
type StoredScan = string;

interface Entry {
  readonly scanId: string;
  readonly reportId: string;
  readonly readyAt: number;
  readonly rows: Map<number, StoredScan | undefined>;
  /** Memory that it takes: two bytes a UTF-16 code unit. */
  bytes: number;
}

/** What an entry and a row cost beside their texts. */
const ENTRY_BYTES = 1024;
const ROW_BYTES = 64;

/** A store of at most `capacity` scans and `maxBytes` bytes; what is new drops the oldest. */
export function createScanRecords(options: {
  readonly capacity: number;
  readonly maxBytes: number;
  readonly now: () => number;
  readonly random: () => number;
}): ScanRecords {
  const byScanId = new Map<string, Entry>();
  const byReportId = new Map<string, Entry>();
  const key = (id: string): string => id.toLowerCase();
  let total = 0;

  const drop = (entry: Entry | undefined): void => {
    if (entry === undefined) return;
    byScanId.delete(key(entry.scanId));
    byReportId.delete(key(entry.reportId));
    total -= entry.bytes;
  };

  const grow = (entry: Entry, bytes: number): void => {
    entry.bytes += bytes;
    total += bytes;
    for (const oldest of byScanId.values()) {
      if (total <= options.maxBytes) return;
      drop(oldest);
    }
  };

  return {
    open(scanId, reportId, reqIds, readyAt) {
      // A scanner may give the same id twice; the later scan wins, under both of its ids.
      drop(byScanId.get(key(scanId)));
      drop(byReportId.get(key(reportId)));
      if (byScanId.size >= options.capacity) drop(byScanId.values().next().value);
      const rows = new Map(reqIds.map((reqId) => [reqId, undefined]));
      const entry = { scanId, reportId, readyAt, rows, bytes: 0 };
      byScanId.set(key(scanId), entry);
      byReportId.set(key(reportId), entry);
      grow(entry, ENTRY_BYTES + ROW_BYTES * reqIds.length);
    },
    finish(scanId, reqId, scan) {
      const entry = byScanId.get(key(scanId));
      if (!entry?.rows.has(reqId)) return;
      const stored = JSON.stringify(scan);
      const before = entry.rows.get(reqId) ?? '';
      entry.rows.set(reqId, stored);
      grow(entry, 2 * (stored.length - before.length));
    },
    results(scanId) {
      const entry = byScanId.get(key(scanId));
      if (entry === undefined) return [];
      const ready = options.now() >= entry.readyAt;
      const rows = [...entry.rows].map(([reqId, scan]): ScanIdResult => {
        const row = { req_id: reqId, scan_id: entry.scanId };
        if (!ready || scan === undefined) return { ...row, status: 'pending' };
        const { response } = finishedOf(scan);
        const { source } = response;
        return { ...row, ...(source && { source }), status: 'complete', result: response };
      });
      return shuffle(rows, options.random);
    },
    reports(reportId) {
      const entry = byReportId.get(key(reportId));
      if (entry === undefined || options.now() < entry.readyAt) return [];
      return [...entry.rows.values()].flatMap((scan) => {
        const report = scan === undefined ? undefined : finishedOf(scan).report;
        return report === undefined ? [] : [report];
      });
    },
  };
}

/** What was stored is what `finish` was given. */
function finishedOf(stored: StoredScan): FinishedScan {
  return JSON.parse(stored) as FinishedScan;
}

/** Rows come unordered from the service; clients that rely on an order should find out here. */
function shuffle<Row>(rows: readonly Row[], random: () => number): Row[] {
  return rows
    .map((row) => ({ row, rank: random() }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ row }) => row);
}
