import { failedScan, isFailedScan, type ScanResult } from '../scan/index.js';
import { type GroupData, openGroup } from './group-data.js';
import type { GroupJudge, GroupJudgement, PlacedItem } from './group-judge.js';
import type { EventDesk } from './queue-events.js';
import type { BookEntry, ResultBook, ScanRecord } from './result-book.js';
import type { ResultSink } from './result-sink.js';
import type { SealedBox } from './sealed-box.js';

/** A job as it comes from the queue. */
export interface GroupJob {
  readonly id: string;
  readonly data: GroupData;
  /** How many workers have ended over it. */
  readonly crashes: number;
  /** How often the work on it ended by an error, such as without Redis. */
  readonly failures: number;
  /** Keeps what is known of the job. */
  update(data: GroupData): Promise<void>;
}

/** How the work on a job ends. */
export type JobEnd =
  | { readonly end: 'done' }
  /** It is to be done again, from this data on. */
  | { readonly end: 'again'; readonly delayMs: number; readonly data?: GroupData }
  /** The service wants nothing for some time, from any worker. */
  | { readonly end: 'limited'; readonly waitMs: number | undefined; readonly data?: GroupData };

/** What jobs are worked on with. */
export interface GroupTools {
  readonly box: SealedBox;
  readonly book: ResultBook;
  readonly judge: GroupJudge;
  readonly sink: ResultSink | undefined;
  readonly desk: EventDesk;
  readonly attempts: number;
  readonly maxCrashes: number;
  /** Milliseconds before the next scan, after so many. */
  delayAfter(tries: number): number;
  readonly signal: AbortSignal;
}

/** How long a job waits that this worker cannot read, for another one. */
const UNREADABLE_MS = 10_000;

/**
 * Works on a job: leaves out what has a result, has the others judged, enters what is final, and brings it to the sink.
 * @throws the abort reason, and what Redis throws
 */
export async function processGroup(job: GroupJob, tools: GroupTools): Promise<JobEnd> {
  const { box, book, desk } = tools;
  const items = await openGroup(box, job.id, job.data);
  if (items === undefined) {
    desk.tell({ type: 'problem', where: 'unreadable', error: 'GuardrailConfigError' });
    return { end: 'again', delayMs: UNREADABLE_MS };
  }
  const entries = await book.read(items.map(({ key }) => key));
  const interrupted = entries.flatMap((entry) => (entry?.state === 'pending' ? [entry.record] : []));
  if (
    !(await deliver(
      interrupted.map((record) => ({ ...record, repeated: true })),
      true,
      tools,
    ))
  )
    return putBack(job, tools);
  const open = openItems(items, entries, tools);
  if (open.length === 0) return { end: 'done' };
  const judgement = await judgeOpen(job, open, tools);
  return settle(job, open, judgement, tools);
}

type Items = NonNullable<Awaited<ReturnType<typeof openGroup>>>;

/** The items that have no result, each once. */
function openItems(
  items: Items,
  entries: readonly (BookEntry | undefined)[],
  { desk }: GroupTools,
): PlacedItem[] {
  const seen = new Set<string>();
  const open: PlacedItem[] = [];
  for (const [place, item] of items.entries()) {
    const isKnown = entries[place] !== undefined || seen.has(item.key);
    seen.add(item.key);
    if (!isKnown) open.push({ ...item, place });
    else if (entries[place]?.state !== 'pending')
      desk.tell({ type: 'duplicate', id: item.id, key: item.key, scanned: false });
  }
  return open;
}

async function judgeOpen(
  job: GroupJob,
  items: readonly PlacedItem[],
  tools: GroupTools,
): Promise<GroupJudgement> {
  const { judge, desk, maxCrashes, signal } = tools;
  if (job.crashes >= maxCrashes) {
    const problem = `The worker ended ${job.crashes} times while the item was scanned`;
    const results = items.map(({ place, request }) => [place, failedScan(request, problem, 0)] as const);
    return { results: new Map(results), scans: 0, mayRepeat: false };
  }
  const { receipt } = job.data;
  if (isRepeated(job)) desk.tell({ type: 'repeat', ids: items.map(({ id }) => id) });
  const judgement = await judge.judge({
    items,
    receipt,
    keep: (kept) => job.update({ ...job.data, receipt: kept }),
    signal,
  });
  desk.counts.scans += judgement.scans;
  return judgement;
}

/** Whether a scan may have been carried out whose result is not kept. With a receipt, it is only asked for. */
function isRepeated({ data, crashes, failures }: GroupJob): boolean {
  return data.repeated === true || (crashes + failures > 0 && data.receipt === undefined);
}

async function settle(
  job: GroupJob,
  open: readonly PlacedItem[],
  { results, limited, mayRepeat }: GroupJudgement,
  tools: GroupTools,
): Promise<JobEnd> {
  const { desk } = tools;
  const tries = (job.data.tries ?? 0) + 1;
  const isLast = tries >= tools.attempts || job.crashes >= tools.maxCrashes;
  const again = open.filter(({ place }) => {
    const result = results.get(place);
    return result === undefined || (isPassing(result) && !isLast);
  });
  const at = new Date().toISOString();
  const records = open.flatMap((item): ScanRecord[] => {
    const result = results.get(item.place);
    if (result === undefined || again.includes(item)) return [];
    const repeated = isRepeated(job) ? { repeated: true as const } : {};
    return [{ key: item.key, id: item.id, result, at, attempts: tries, ...repeated }];
  });
  const isKept = await enter(records, tools);
  if (!isKept) return putBack(job, tools);
  if (again.length === 0) return { end: 'done' };
  const data = { items: job.data.items, tries, repeated: isRepeated(job) || mayRepeat };
  if (limited !== undefined) {
    // What was only asked to wait has not failed.
    const hasFailed = again.some(({ place }) => results.has(place));
    desk.counts.retried += again.length;
    return { end: 'limited', waitMs: limited.waitMs, ...(hasFailed && { data }) };
  }
  const delayMs = tools.delayAfter(tries);
  desk.tell({ type: 'retry', items: again.length, attempts: tries, delayMs });
  return { end: 'again', delayMs, data };
}

/** Whether a scan that failed may do better later. */
function isPassing(result: ScanResult): boolean {
  const kind = result.failure?.kind ?? 'outage';
  return isFailedScan(result) && (kind === 'outage' || kind === 'response');
}

/** Enters records and brings them to the sink. Returns false where the sink did not take them: Redis has them. */
async function enter(records: readonly ScanRecord[], tools: GroupTools): Promise<boolean> {
  const { book, sink, desk } = tools;
  const counts = await book.enter(records, sink === undefined ? 'kept' : 'pending');
  for (const [index, { id, key }] of records.entries())
    if (counts[index] !== true) desk.tell({ type: 'duplicate', id, key, scanned: true });
  return deliver(
    records.filter((_, index) => counts[index] === true),
    false,
    tools,
  );
}

async function deliver(
  records: readonly ScanRecord[],
  mayHave: boolean,
  tools: GroupTools,
): Promise<boolean> {
  const { book, sink, desk } = tools;
  if (records.length === 0) return true;
  if (sink !== undefined) {
    try {
      await sink.write(records, mayHave);
    } catch (error) {
      desk.tell({ type: 'problem', where: 'sink', error: error instanceof Error ? error.name : 'Error' });
      return false;
    }
    await book.written(records.map(({ key }) => key));
  }
  for (const { id, key, result, attempts, repeated = false } of records) {
    const { action, latencyMs } = result;
    const failure = isFailedScan(result) ? { failure: result.failure?.kind ?? ('outage' as const) } : {};
    desk.tell({ type: 'result', id, key, action, ...failure, latencyMs, attempts, repeated });
  }
  return true;
}

/** The sink is down: what is judged rests in Redis, and the job comes again. */
function putBack({ data }: GroupJob, { delayAfter }: GroupTools): JobEnd {
  return { end: 'again', delayMs: delayAfter(data.tries ?? 0) };
}
