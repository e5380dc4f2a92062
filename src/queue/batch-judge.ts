import {
  type BatchOutcome,
  createBatchPoller,
  failureOf,
  type PreparedItem,
  prepareItem,
} from '../airs/batch-parts.js';
import { AirsError, MAX_BATCH_SIZE, type RateLimit, toScanResult } from '../airs/index.js';
import { createBoundedMap, failedScan, type ScanResult, wait } from '../scan/index.js';
import type { Receipt } from './group-data.js';
import type { GroupJudge, GroupJudgement, Question } from './group-judge.js';
import type { QueueScripts } from './scripts.js';
import type { ResolvedJudge } from './worker-options.js';

/** What a judge of batches is made of. */
export interface BatchJudgeParts {
  readonly judge: Extract<ResolvedJudge, { client: unknown }>;
  readonly scripts: QueueScripts;
  /** Where the turns of all workers are counted. */
  readonly turnKey: string;
  /** Ends the polling. */
  readonly signal: AbortSignal;
}

/** Answers that are kept for jobs that come back. */
const WATCHED = { maxEntries: 1_000, maxBytes: 32 * 1024 * 1024 };
const OUTCOME_BYTES = 16 * 1024;
const NOTHING = { scans: 0, mayRepeat: false } as const;

/** Makes a judge that submits the items of a job as one batch, and waits for its rows under the limit of all workers. */
export function batchJudge({ judge, scripts, turnKey, signal }: BatchJudgeParts): GroupJudge {
  const { client, profile, queryLimit, intervalMs, timeoutMs } = judge;
  const poller = createBatchPoller({
    client,
    acquire: turnsOf(scripts, turnKey, queryLimit),
    intervalMs,
    timeoutMs,
    report: false,
    signal,
  });

  const watched = createBoundedMap<string, Promise<BatchOutcome>>(WATCHED);

  return {
    async judge(question) {
      const prepared = question.items.map(({ place, request }) => prepareItem(place, request, profile));
      const results = new Map<number, ScanResult>();
      for (const { index, named, problem } of prepared)
        if (problem !== undefined) results.set(index, failedScan(named, problem, 0, { kind: 'content' }));
      const valid = prepared.filter(({ object }) => object !== undefined);
      if (valid.length === 0) return { ...NOTHING, results };
      const submitted = isFor(question, valid) ? undefined : await submit(valid, question);
      if (submitted !== undefined && 'failed' in submitted) {
        for (const [place, result] of submitted.failed.results) results.set(place, result);
        return { ...submitted.failed, results };
      }
      const places = valid.map(({ index }) => index);
      const receipt = submitted ?? question.receipt ?? { scanId: '', places };
      const outcome = await watch(receipt, submitted !== undefined);
      for (const item of valid) results.set(item.index, resultOf(item, outcome));
      // What is not complete in time is submitted anew.
      const mayRepeat = outcome.responses.size < valid.length;
      return { results, scans: submitted === undefined ? 0 : valid.length, mayRepeat };
    },
  };

  function watch({ scanId, places }: Receipt, isNew: boolean): Promise<BatchOutcome> {
    // The poller takes an id once: a job that comes back has the answer that it had.
    const known = isNew ? undefined : watched.get(scanId);
    if (known !== undefined) return known;
    const outcome = poller.watch(
      scanId,
      undefined,
      places.map((place) => place + 1),
    );
    watched.set(scanId, outcome, OUTCOME_BYTES);
    return outcome;
  }

  async function submit(
    valid: readonly PreparedItem[],
    { keep, signal: stop }: Question,
  ): Promise<Receipt | { readonly failed: GroupJudgement }> {
    const objects = valid.map(({ object }) => object).filter((object) => object !== undefined);
    let scanId: string;
    try {
      // The queue tries again, and for all workers. Who is stopped learns what became of the batch before.
      const size = objects.length > MAX_BATCH_SIZE ? { maxBatch: objects.length } : {};
      ({ scan_id: scanId } = await client.asyncScan(objects, { ...size, numRetries: 0 }));
    } catch (error) {
      stop.throwIfAborted();
      return { failed: failureIn(valid, error) };
    }
    const receipt = { scanId, places: valid.map(({ index }) => index) };
    await keep(receipt);
    return receipt;
  }
}

/** Whether the receipt is that of these items. */
function isFor({ receipt }: Question, valid: readonly PreparedItem[]): boolean {
  return receipt !== undefined && valid.every(({ index }) => receipt.places.includes(index));
}

/** What a submission that failed says of its items. */
function failureIn(valid: readonly PreparedItem[], error: unknown): GroupJudgement {
  const known = error instanceof AirsError ? error : undefined;
  if (known?.statusCode === 429)
    return { ...NOTHING, results: new Map(), limited: { waitMs: known.retryAfterMs } };
  const problem = known?.message ?? 'The client threw';
  const failure = failureOf(error);
  const results = valid.map(({ index, named }) => [index, failedScan(named, problem, 0, failure)] as const);
  const wasRefused = known?.notSent === true || ['config', 'input'].includes(known?.kind ?? '');
  return { results: new Map(results), scans: wasRefused ? 0 : valid.length, mayRepeat: !wasRefused };
}

function resultOf({ named, object }: PreparedItem, outcome: BatchOutcome): ScanResult {
  const response = outcome.responses.get(object?.req_id ?? -1);
  if (response !== undefined) return toScanResult(response, named, 0);
  return failedScan(named, outcome.problem ?? 'The service gave no result', 0, outcome.failure);
}

/** Waits for a turn among all workers. */
function turnsOf(scripts: QueueScripts, key: string, { requests, perMs }: RateLimit) {
  return async (signal?: AbortSignal): Promise<void> => {
    for (;;) {
      signal?.throwIfAborted();
      const waitMs = await scripts.turn(key, requests, perMs);
      if (waitMs <= 0) return;
      await wait(waitMs, signal);
    }
  };
}
