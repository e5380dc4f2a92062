import type { ScanResult } from '../scan/index.js';
import type { Receipt } from './group-data.js';
import type { QueuedItem } from './scan-item.js';

/** An item of a job with its place in it, from 0: the same whenever the job is worked on. */
export interface PlacedItem extends QueuedItem {
  readonly place: number;
}

/** What a judge is asked: items of one job that have no result yet. */
export interface Question {
  readonly items: readonly PlacedItem[];
  /** The batch that they were submitted in. */
  readonly receipt: Receipt | undefined;
  /** Keeps the receipt of a batch with the job, so that another worker goes on from there. */
  keep(receipt: Receipt): Promise<void>;
  readonly signal: AbortSignal;
}

/** What a judge comes to. */
export interface GroupJudgement {
  readonly results: ReadonlyMap<number, ScanResult>;
  /** Scans that were asked for. */
  readonly scans: number;
  /** Nothing was taken, because the service asks to wait; for so many milliseconds, where it says so. */
  readonly limited?: { readonly waitMs: number | undefined };
  /** Whether what failed may have been scanned all the same. */
  readonly mayRepeat: boolean;
}

/** Judges the items of a job. Rejects with the abort reason alone. */
export interface GroupJudge {
  judge(question: Question): Promise<GroupJudgement>;
}
