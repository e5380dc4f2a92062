import type { Action, FailureKind } from '../scan/index.js';

/** What happens at a worker. No event holds content; `id` is the caller's own name for an item. */
export type QueueEvent =
  | {
      /** An item has its result, and the sink has it. */
      readonly type: 'result';
      readonly id: string | number;
      readonly key: string;
      readonly action: Action;
      /** The class of a failed scan. */
      readonly failure?: FailureKind;
      readonly latencyMs: number;
      readonly attempts: number;
      readonly repeated: boolean;
    }
  /** Items are scanned although an earlier scan of them may have been carried out: their process ended, or no answer came. */
  | { readonly type: 'repeat'; readonly ids: readonly (string | number)[] }
  /** An item has a result already: its scan was spared, or its second result dropped (`scanned`). */
  | {
      readonly type: 'duplicate';
      readonly id: string | number;
      readonly key: string;
      readonly scanned: boolean;
    }
  /** Items are scanned again after an outage. */
  | { readonly type: 'retry'; readonly items: number; readonly attempts: number; readonly delayMs: number }
  /** The service asks all workers to wait. */
  | { readonly type: 'limited'; readonly waitMs: number }
  /**
   * Redis, a sink or a job does not do as it should. The work goes on or is put back; `error` is the name of what was thrown.
   * `unreadable`: another secret has written the job.
   */
  | { readonly type: 'problem'; readonly where: 'redis' | 'sink' | 'unreadable'; readonly error: string }
  /** No more jobs are taken, and those under way are finished. */
  | { readonly type: 'stopping' }
  | { readonly type: 'stopped' };

/** Counts of a worker since it began. */
export interface WorkerStats {
  /** Jobs under way. */
  readonly active: number;
  /** Items with a result, failed ones included. */
  readonly results: number;
  readonly failed: number;
  /** Scans that were made, repeated ones included. */
  readonly scans: number;
  readonly retried: number;
  readonly repeated: number;
  readonly duplicates: number;
  /** How often the service asked to wait. */
  readonly limited: number;
  readonly problems: number;
}

type Counts = { -readonly [Name in keyof Omit<WorkerStats, 'active'>]: number };

/** Counts events and passes them on. */
export interface EventDesk {
  readonly counts: Counts;
  tell(event: QueueEvent): void;
}

/** Makes the desk of a worker. */
export function eventDesk(pass: (event: QueueEvent) => void): EventDesk {
  const counts: Counts = {
    results: 0,
    failed: 0,
    scans: 0,
    retried: 0,
    repeated: 0,
    duplicates: 0,
    limited: 0,
    problems: 0,
  };
  return {
    counts,
    tell(event) {
      if (event.type === 'result') {
        counts.results += 1;
        if (event.failure !== undefined) counts.failed += 1;
      } else if (event.type === 'repeat') counts.repeated += event.ids.length;
      else if (event.type === 'duplicate') counts.duplicates += 1;
      else if (event.type === 'retry') counts.retried += event.items;
      else if (event.type === 'limited') counts.limited += 1;
      else if (event.type === 'problem') counts.problems += 1;
      pass(event);
    },
  };
}
