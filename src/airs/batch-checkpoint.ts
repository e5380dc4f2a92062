import { z } from 'zod';
import { type AirsError, inputError } from './errors.js';
import { toHex } from './hex.js';

const BatchRecordSchema = z.strictObject({
  /** The index of the batch's first item in the input, and the number of input items that it covers. */
  first: z.int().min(0),
  count: z.int().min(1),
  /** SHA-256 of the batch's requests, which shows whether the input has changed. */
  fingerprint: z.string(),
  /** The receipt. It is absent while it is unknown whether the service took the batch. */
  scanId: z.string().optional(),
  reportId: z.string().optional(),
});
/** A batch that was, or may have been, submitted. It holds no content. */
export type BatchRecord = z.infer<typeof BatchRecordSchema>;

export const BatchCheckpointSchema = z.strictObject({
  version: z.literal(1),
  /** The index of the first item that the consumer has not taken yet. */
  next: z.int().min(0),
  /** The index at which the batch of that item begins. */
  start: z.int().min(0),
  batches: z.array(BatchRecordSchema),
});
/** The progress of a `scanBatch`, as JSON without content. */
export type BatchCheckpoint = z.infer<typeof BatchCheckpointSchema>;

/** The place where a `scanBatch` keeps its progress, such as a file or a database row. */
export interface BatchCheckpointStore {
  /** Returns the saved progress, or undefined for a fresh start. */
  load(): Promise<unknown> | unknown;
  save(checkpoint: BatchCheckpoint): Promise<void> | void;
}

/** A checkpoint in memory and its store. Writes to the store are sequential. */
export interface Progress {
  /** The index of the first item to hand out. */
  readonly next: number;
  /** The index from which the input is read. */
  readonly start: number;
  /**
   * Returns the saved record of a batch.
   * @throws AirsError of kind `input` when the input is not the one that the checkpoint was made from
   */
  find(batch: BatchRecord): BatchRecord | undefined;
  put(record: BatchRecord): Promise<void>;
  /** Records that the service certainly did not take the batch that begins at this item. */
  drop(first: number): Promise<void>;
  /** Records that the consumer has taken everything before `next`, an item of the batch that begins at `start`. */
  advance(next: number, start: number): Promise<void>;
}

/**
 * Reads the saved progress.
 * @throws AirsError of kind `input` for a value that is not a checkpoint
 */
export async function openProgress(store: BatchCheckpointStore | undefined): Promise<Progress> {
  const saved = (await store?.load()) ?? {
    version: 1,
    next: 0,
    start: 0,
    batches: [],
  };
  const result = BatchCheckpointSchema.safeParse(saved);
  if (!result.success) throw inputError('checkpoint', 'is not a checkpoint of scanBatch');
  const records = new Map(result.data.batches.map((record) => [record.first, record]));
  let { next, start } = result.data;
  let saving: Promise<void> = Promise.resolve();
  const save = (): Promise<void> => {
    if (store === undefined) return saving;
    const snapshot: BatchCheckpoint = {
      version: 1,
      next,
      start,
      batches: [...records.values()],
    };
    saving = saving.then(() => store.save(snapshot));
    return saving;
  };
  return {
    next,
    start,
    find({ first, count, fingerprint }) {
      const record = records.get(first);
      const same = record === undefined || (record.count === count && record.fingerprint === fingerprint);
      const cutsAnother = [...records.keys()].some((other) => other > first && other < first + count);
      if (!same || cutsAnother) throw changedInput(`item ${first} is not the request that was submitted`);
      return record;
    },
    put(record) {
      records.set(record.first, record);
      return save();
    },
    drop(first) {
      records.delete(first);
      return save();
    },
    advance(position, groupStart) {
      next = position;
      start = groupStart;
      for (const first of records.keys()) if (first < groupStart) records.delete(first);
      return save();
    },
  };
}

/** Computes the lower-case hex SHA-256 of the JSON form of a value. */
export async function fingerprintOf(value: unknown): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(value));
  return toHex(await globalThis.crypto.subtle.digest('SHA-256', bytes));
}

/** Makes the error for an input that does not belong to the checkpoint. */
export function changedInput(problem: string): AirsError {
  return inputError('checkpoint', problem);
}
