import { assertFunction, callSafely, oneOfKeys, utf8Length, wait, wholeNumber } from '../scan/index.js';
import { type GroupData, sealGroup } from './group-data.js';
import { type OpenQueue, progressOf, withQueue } from './open-queue.js';
import { type BacklogQueue, PLACE_KEYS, type QueuePlace, resolvePlace } from './queue-place.js';
import { resultBook } from './result-book.js';
import { identityOf, type QueuedItem, readItem, type ScanItem } from './scan-item.js';
import { type SealedBox, sealedBox } from './sealed-box.js';
import { MAX_BATCH } from './worker-options.js';

/** Options of `enqueueScans`. */
export interface EnqueueOptions extends QueuePlace {
  /**
   * Items of a job, 1..25: what `client` submits together. All revisions of the service take 5, today's takes 25. A run that is
   * repeated needs the number that it began with, to find its jobs. @default 5
   */
  readonly batchSize?: number;
  /** Jobs that wait at most: with more, the input is read on when workers have caught up. @default no bound */
  readonly maxWaiting?: number;
  /** Stops between two pieces of the input; the abort reason is thrown as it is. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: EnqueueSummary) => void;
}

/** What has been queued. */
export interface EnqueueSummary {
  /** Items that were read. */
  readonly items: number;
  /** Jobs that were made of them, those that the queue had before included. */
  readonly jobs: number;
  /** Items of jobs that were left out, because each of their items has a result. */
  readonly done: number;
}

const KEYS = [
  ...PLACE_KEYS,
  'batchSize',
  'maxWaiting',
  'signal',
  'onProgress',
] as const satisfies readonly (keyof EnqueueOptions)[];

/** Bytes of the items of a job: less than a batch may have, as the service counts what is around them too. */
const MAX_JOB_BYTES = 4 * 1024 * 1024;
/** Jobs and bytes that are sent to Redis at once. */
const PIECE = { jobs: 200, bytes: 8 * 1024 * 1024 };
const CATCH_UP_MS = 500;

/** Items that are scanned together. */
interface Group {
  readonly items: readonly QueuedItem[];
  readonly bytes: number;
}

/**
 * Puts items into a queue. The same items give the same jobs: a run that was interrupted is repeated, and nothing is queued
 * twice, nor what has its result already.
 * @throws GuardrailConfigError for an option or an item that is not valid; the abort reason; what Redis throws
 * @example
 * await enqueueScans('backlog', items, { connection: 'redis://127.0.0.1:6379' });
 */
export async function enqueueScans(
  queue: BacklogQueue,
  items: Iterable<ScanItem> | AsyncIterable<ScanItem>,
  options: EnqueueOptions = {},
): Promise<EnqueueSummary> {
  oneOfKeys('options', options, KEYS);
  assertFunction('onProgress', options.onProgress);
  const batchSize = wholeNumber('batchSize', options.batchSize, 5, [1, MAX_BATCH]);
  const maxWaiting = wholeNumber('maxWaiting', options.maxWaiting, Number.POSITIVE_INFINITY, [
    1,
    Number.MAX_SAFE_INTEGER,
  ]);
  const place = resolvePlace(queue, options);
  options.signal?.throwIfAborted();
  return withQueue(place, async (open) => {
    const box = sealedBox(place);
    const book = resultBook(place, open.scripts, box, 1);
    let summary: EnqueueSummary = { items: 0, jobs: 0, done: 0 };
    for await (const piece of piecesOf(groupsOf(items, box, batchSize))) {
      options.signal?.throwIfAborted();
      const entries = await book.read(piece.flatMap((group) => group.items.map(({ key }) => key)));
      let at = 0;
      const left = piece.filter((group) => {
        const own = entries.slice(at, at + group.items.length);
        at += group.items.length;
        return own.some((entry) => entry === undefined || entry.state === 'pending');
      });
      if (Number.isFinite(maxWaiting)) await caughtUp(open, maxWaiting, options.signal);
      await addGroups(open, box, left);
      const count = (groups: readonly Group[]): number =>
        groups.reduce((sum, group) => sum + group.items.length, 0);
      summary = {
        items: summary.items + count(piece),
        jobs: summary.jobs + left.length,
        done: summary.done + count(piece) - count(left),
      };
      const told = summary;
      callSafely(() => options.onProgress?.(told));
    }
    return summary;
  });
}

/** Groups by places of the input alone, so that the same input has the same groups. */
async function* groupsOf(
  items: Iterable<ScanItem> | AsyncIterable<ScanItem>,
  box: SealedBox,
  batchSize: number,
): AsyncGenerator<Group, void, undefined> {
  let [index, group, bytes] = [0, [] as QueuedItem[], 0];
  for await (const item of items) {
    const read = readItem(item, index);
    const identity = identityOf(read);
    // A request is about as long as what it is told apart by.
    const size = utf8Length(identity.at(-1) ?? '');
    if (group.length === batchSize || (group.length > 0 && bytes + size > MAX_JOB_BYTES)) {
      yield { items: group, bytes };
      [group, bytes] = [[], 0];
    }
    group.push({ key: await box.nameOf(identity), ...read });
    bytes += size;
    index += 1;
  }
  if (group.length > 0) yield { items: group, bytes };
}

async function* piecesOf(groups: AsyncIterable<Group>): AsyncGenerator<Group[], void, undefined> {
  let [piece, bytes] = [[] as Group[], 0];
  for await (const group of groups) {
    if (piece.length === PIECE.jobs || (piece.length > 0 && bytes + group.bytes > PIECE.bytes)) {
      yield piece;
      [piece, bytes] = [[], 0];
    }
    piece.push(group);
    bytes += group.bytes;
  }
  if (piece.length > 0) yield piece;
}

async function caughtUp(open: OpenQueue, maxWaiting: number, signal: AbortSignal | undefined): Promise<void> {
  for (;;) {
    const { waiting, delayed } = await progressOf(open);
    if (waiting + delayed < maxWaiting) return;
    await wait(CATCH_UP_MS, signal);
  }
}

async function addGroups({ queue }: OpenQueue, box: SealedBox, groups: readonly Group[]): Promise<void> {
  if (groups.length === 0) return;
  const jobs = await Promise.all(
    groups.map(async ({ items }) => {
      const name = await box.nameOf(['job', ...items.map(({ key }) => key)]);
      // No id of a job is a number.
      const jobId = `scan-${name}`;
      const data: GroupData = await sealGroup(box, jobId, items);
      return { name: 'scan', data, opts: { ...JOB_OPTIONS, jobId } };
    }),
  );
  await queue.addBulk(jobs);
}

/** A job goes when it is done, with the content that it holds; and it is never given up, for its worker decides on that. */
const JOB_OPTIONS = {
  removeOnComplete: true,
  removeOnFail: false,
  attempts: 1_000_000,
  backoff: { type: 'fixed', delay: 2_000 },
  stackTraceLimit: 0,
};
