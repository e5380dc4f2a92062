import { type BatchRecord, fingerprintOf, type Progress } from './batch-checkpoint.js';
import type { PreparedItem } from './batch-input.js';
import type { ScanBatchOptions } from './batch-options.js';
import type { BatchPoller } from './batch-poller.js';
import type { BatchOutcome } from './batch-queries.js';
import type { AsyncScanOptions } from './call-options.js';
import type { Scanner } from './client.js';
import { AirsError } from './errors.js';
import { failureOf } from './failure.js';
import type { AsyncScanObject } from './schemas/request.js';

/** The parts that a submission needs besides its plan. */
export interface Submission {
  readonly client: Pick<Scanner, 'asyncScan'>;
  readonly poller: BatchPoller;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  readonly options: ScanBatchOptions;
}

const NOTHING: BatchOutcome = { responses: new Map(), reports: new Map() };

/** The objects to submit, and the checkpoint's record of them. */
export interface SubmissionPlan {
  readonly objects: readonly AsyncScanObject[];
  readonly record: BatchRecord;
  readonly saved: BatchRecord | undefined;
}

/**
 * Makes the plan of a submission.
 * @throws AirsError of kind `input` when the input is not the one that the checkpoint was made from
 */
export async function planOf(items: readonly PreparedItem[], progress: Progress): Promise<SubmissionPlan> {
  const objects = items.map((item) => item.object).filter((object) => object !== undefined);
  const first = items[0]?.index ?? 0;
  const record = { first, count: items.length, fingerprint: await fingerprintOf(objects) };
  return { objects, record, saved: objects.length === 0 ? undefined : progress.find(record) };
}

export async function submit(
  { objects, record, saved }: SubmissionPlan,
  context: Submission,
): Promise<BatchOutcome> {
  if (objects.length === 0) return NOTHING;
  const { client, poller, progress, signal, options } = context;
  const { first } = record;
  const reqIds = objects.map((object) => object.req_id);
  if (saved !== undefined) {
    if (saved.scanId !== undefined) return poller.watch(saved.scanId, saved.reportId, reqIds);
    if (options.resubmitAmbiguous !== true) {
      return {
        ...NOTHING,
        problem: 'The batch may have been submitted before the run was interrupted',
      };
    }
  }
  signal.throwIfAborted();
  await progress.put(record);
  if (signal.aborted) {
    await progress.drop(first);
    throw signal.reason;
  }
  try {
    // If a submission is cut off, it stays unknown whether it was accepted. In a run that can be resumed, only the
    // caller's own signal cuts it off. Leaving the loop does not.
    const receipt = await client.asyncScan(objects, submissionOptions(context));
    const { scan_id: scanId } = receipt;
    const reportId = receipt.report_id ?? undefined;
    await progress.put({
      ...record,
      scanId,
      ...(reportId !== undefined && { reportId }),
    });
    return await poller.watch(scanId, reportId, reqIds);
  } catch (error) {
    if (!(error instanceof AirsError)) throw error;
    if (wasRefused(error)) await progress.drop(first);
    signal.throwIfAborted();
    return { ...NOTHING, problem: error.message, failure: failureOf(error) };
  }
}

function submissionOptions({ options, signal }: Submission): AsyncScanOptions {
  const { maxBatch } = options;
  const size = maxBatch === undefined ? {} : { maxBatch };
  if (options.checkpoint === undefined) return { ...size, signal };
  return options.signal === undefined ? size : { ...size, signal: options.signal };
}

/** Tells whether a failure means that the service did not take the batch. */
function wasRefused({ kind, statusCode = 0, notSent }: AirsError): boolean {
  return notSent || kind === 'input' || kind === 'config' || (statusCode >= 400 && statusCode < 500);
}
