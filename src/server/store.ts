import type { ThreatScanReport } from '../airs/schemas/report.js';
import type { ScanIdResult, ScanResponse } from '../airs/schemas/response.js';

/** The stored part of an answered scan: verdict, masked data and report, without content. */
export interface FinishedScan {
  readonly response: ScanResponse;
  readonly report: ThreatScanReport | undefined;
}

/** Keeps scans by id, for results and reports. */
export interface ScanRecords {
  /** Opens an entry. Its rows are pending until they are finished and the clock has reached `readyAt`. */
  open(scanId: string, reportId: string, reqIds: readonly number[], readyAt: number): void;
  /** Fills a row. An entry that was dropped in the meantime stays dropped. */
  finish(scanId: string, reqId: number, scan: FinishedScan): void;
  /** Returns the rows of a scan in any order, or none for an unknown id. */
  results(scanId: string): ScanIdResult[];
  /** Returns the reports of the complete rows. */
  reports(reportId: string): ThreatScanReport[];
}

/** A scan as JSON. Unlike a slice, it does not keep the quoted text in memory. */
type StoredScan = string;

interface Entry {
  readonly scanId: string;
  readonly reportId: string;
  readonly readyAt: number;
  readonly rows: Map<number, StoredScan | undefined>;
  /** Bytes of memory of the scan: two for each UTF-16 code unit. */
  bytes: number;
}

/** Bytes that an entry and a row cost in addition to their texts. */
const ENTRY_BYTES = 1024;
const ROW_BYTES = 64;

/**
 * Makes a store of at most `capacity` scans and `maxBytes` bytes. A new scan drops the oldest ones beyond the limits.
 */
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
      // A scanner may give the same id twice. The later scan wins, under both of its ids.
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

/** Parses a stored scan. The JSON was written by `finish`, so its type is known. */
function finishedOf(stored: StoredScan): FinishedScan {
  return JSON.parse(stored) as FinishedScan;
}

/** Shuffles rows. The service returns them in no order, and a client that relies on an order should fail here. */
function shuffle<Row>(rows: readonly Row[], random: () => number): Row[] {
  return rows
    .map((row) => ({ row, rank: random() }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ row }) => row);
}
