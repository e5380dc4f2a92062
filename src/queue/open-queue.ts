import { Queue } from 'bullmq';
import type { GroupData } from './group-data.js';
import { type BacklogQueue, type QueuePlace, type ResolvedQueue, resolvePlace } from './queue-place.js';
import { type QueueScripts, queueScripts } from './scripts.js';

/** A queue to put jobs into, and to look at. */
export interface OpenQueue {
  readonly place: ResolvedQueue;
  readonly queue: Queue<GroupData>;
  readonly scripts: QueueScripts;
}

/** Works with a queue, and closes its connection then. */
export async function withQueue<Value>(
  place: ResolvedQueue,
  work: (open: OpenQueue) => Promise<Value>,
): Promise<Value> {
  const open = await openQueue(place);
  try {
    return await work(open);
  } finally {
    await open.queue.close();
  }
}

/** Opens a queue; who opens it closes it. */
export async function openQueue(place: ResolvedQueue): Promise<OpenQueue> {
  const queue = new Queue<GroupData>(place.name, { connection: place.connection, prefix: place.prefix });
  // What is asked of it while Redis is away waits, and goes on when it is back.
  queue.on('error', () => undefined);
  return { place, queue, scripts: queueScripts(await queue.backend.client) };
}

/** Jobs of a queue by what they wait for. */
export interface QueueProgress {
  /** Nobody has taken them yet. */
  readonly waiting: number;
  /** Under way. */
  readonly active: number;
  /** To be done again after an outage. */
  readonly delayed: number;
  /** Given up by the queue itself, which a worker of ours does not do: look at them with the tools of BullMQ. */
  readonly failed: number;
}

/**
 * Counts the jobs of a queue. Those that are done are not there any more.
 * @throws GuardrailConfigError for an option that is not valid
 */
export function queueProgress(queue: BacklogQueue, options: QueuePlace = {}): Promise<QueueProgress> {
  return withQueue(resolvePlace(queue, options), (open) => progressOf(open));
}

/** The same of a queue that is open. */
export async function progressOf({ queue }: OpenQueue): Promise<QueueProgress> {
  const counts = await queue.getJobCounts('wait', 'prioritized', 'active', 'delayed', 'failed');
  const of = (name: string): number => counts[name] ?? 0;
  return {
    waiting: of('wait') + of('prioritized'),
    active: of('active'),
    delayed: of('delayed'),
    failed: of('failed'),
  };
}
