import { setMaxListeners } from 'node:events';
import { DelayedError, type Job, RateLimitError, Worker } from 'bullmq';
import { batchJudge } from './batch-judge.js';
import type { GroupData } from './group-data.js';
import { type GroupTools, type JobEnd, processGroup } from './process-group.js';
import { type EventDesk, eventDesk, type WorkerStats } from './queue-events.js';
import { resultBook } from './result-book.js';
import { scannerJudge } from './scanner-judge.js';
import { type QueueScripts, queueScripts } from './scripts.js';
import { sealedBox } from './sealed-box.js';
import { type ResolvedWorker, resolveWorker, type ScanWorkerOptions } from './worker-options.js';

/** A worker of a queue. */
export interface ScanWorker {
  /** Resolves once Redis is reached. */
  ready(): Promise<void>;
  stats(): WorkerStats;
  /**
   * Takes no more jobs and finishes those under way; what is not finished after `stopMs` is put back for others. Resolves when
   * all of it is done and the connections are closed.
   */
  stop(): Promise<void>;
}

/** Milliseconds before a job is looked at again that was put back because its worker stops. */
const AT_ONCE_MS = 1;
const SIGNALS = ['SIGTERM', 'SIGINT'] as const;

/**
 * Starts a worker: it scans what is queued, within the limits that all workers of the queue share, and brings each result to
 * the sink. What fails for a time is scanned again; what fails for good is a failed result. An item has one result, however
 * often workers and Redis go down.
 * @throws GuardrailConfigError for an option that is not valid
 * @example
 * const worker = scanWorker({ connection: 'redis://127.0.0.1:6379', queue: 'backlog', scanner: airsScanner() });
 */
export function scanWorker(options: ScanWorkerOptions): ScanWorker {
  const settings = resolveWorker(options);
  const desk = eventDesk(settings.pass);
  const stopping = new AbortController();
  // Every scan under way listens; that is no leak.
  setMaxListeners(0, stopping.signal);
  let active = 0;
  let limitedInARow = 0;
  let tools: Promise<GroupTools> | undefined;

  const work = async (job: Job<GroupData>, token: string): Promise<void> => {
    tools ??= client().then((scripts) => toolsOf(settings, desk, scripts, stopping.signal));
    const end = await endOf(job, await tools, stopping.signal);
    if (end.end === 'done') {
      limitedInARow = 0;
      return;
    }
    if (end.data !== undefined) await job.updateData(end.data);
    if (end.end === 'again') {
      await job.moveToDelayed(Date.now() + end.delayMs, token);
      throw new DelayedError();
    }
    const waitMs = end.waitMs ?? delayAfter(settings, ++limitedInARow);
    desk.tell({ type: 'limited', waitMs });
    await worker.rateLimit(waitMs);
    throw new RateLimitError();
  };
  const worker = openWorker(settings, async (job, token) => {
    active += 1;
    try {
      await work(job, token);
    } finally {
      active -= 1;
    }
  });
  const client = async (): Promise<QueueScripts> => queueScripts(await worker.backend.client);
  worker.on('error', (error) => desk.tell({ type: 'problem', where: 'redis', error: error.name }));

  const closed = async (): Promise<void> => {
    desk.tell({ type: 'stopping' });
    const late = setTimeout(() => stopping.abort(new Error('stopped')), settings.stopMs);
    try {
      await worker.close();
    } finally {
      clearTimeout(late);
      stopping.abort(new Error('stopped'));
      await settings.sink?.close();
      unlisten();
      desk.tell({ type: 'stopped' });
    }
  };
  let stopped: Promise<void> | undefined;
  const stop = (): Promise<void> => {
    stopped ??= closed();
    return stopped;
  };
  const unlisten = settings.stopOnSignal ? onSignals(stop) : () => undefined;
  return {
    ready: async () => void (await worker.waitUntilReady()),
    stats: () => ({ active, ...desk.counts }),
    stop,
  };
}

function openWorker(
  { place, concurrency, limiter, lockMs }: ResolvedWorker,
  work: (job: Job<GroupData>, token: string) => Promise<void>,
): Worker<GroupData> {
  return new Worker<GroupData>(place.name, (job, token = '') => work(job, token), {
    connection: place.connection,
    prefix: place.prefix,
    concurrency,
    limiter: { max: limiter.requests, duration: limiter.perMs },
    lockDuration: lockMs,
    stalledInterval: Math.max(500, Math.floor(lockMs / 2)),
    // How often is enough is decided by the job itself, which then has a result.
    maxStalledCount: Number.MAX_SAFE_INTEGER,
  });
}

async function toolsOf(
  settings: ResolvedWorker,
  desk: EventDesk,
  scripts: QueueScripts,
  signal: AbortSignal,
): Promise<GroupTools> {
  const { place, judge, sink, attempts, maxCrashes, keepMs } = settings;
  const box = sealedBox(place);
  const turnKey = `${place.prefix}:${place.name}:airs-queries`;
  return {
    box,
    book: resultBook(place, scripts, box, keepMs),
    judge: 'scanner' in judge ? scannerJudge(judge.scanner) : batchJudge({ judge, scripts, turnKey, signal }),
    sink,
    desk,
    attempts,
    maxCrashes,
    delayAfter: (tries) => delayAfter(settings, tries),
    signal,
  };
}

async function endOf(job: Job<GroupData>, tools: GroupTools, signal: AbortSignal): Promise<JobEnd> {
  try {
    return await processGroup(
      {
        id: job.id ?? '',
        data: job.data,
        crashes: job.stalledCounter,
        failures: job.attemptsMade,
        update: (data) => job.updateData(data),
      },
      tools,
    );
  } catch (error) {
    if (signal.aborted && error === signal.reason) {
      // Scans that were cut off may have been carried out; a batch that has its receipt goes on from it.
      const data = job.data.receipt === undefined ? { data: { ...job.data, repeated: true } } : {};
      return { end: 'again', delayMs: AT_ONCE_MS, ...data };
    }
    // Redis does not answer, or worse. Nothing of it may quote content: the queue keeps what jobs throw.
    throw new Error(error instanceof Error ? error.name : 'Error');
  }
}

/** Doubles from scan to scan; by chance up to half of it less, so that what failed together does not come back together. */
function delayAfter({ backoffMs, maxBackoffMs }: ResolvedWorker, tries: number): number {
  const full = Math.min(maxBackoffMs, backoffMs * 2 ** Math.min(30, Math.max(0, tries - 1)));
  return Math.ceil(full * (1 - Math.random() / 2));
}

/** Stops at a signal, and then lets it do what it does where nobody else listens: end the process. */
function onSignals(stop: () => Promise<void>): () => void {
  const listeners = SIGNALS.map((signal) => {
    const listener = (): void => {
      void stop().then(
        () => endBy(signal),
        () => endBy(signal),
      );
    };
    process.on(signal, listener);
    return () => void process.off(signal, listener);
  });
  return () => {
    for (const unlisten of listeners) unlisten();
  };
}

function endBy(signal: (typeof SIGNALS)[number]): void {
  if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
}
