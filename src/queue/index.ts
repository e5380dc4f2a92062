export {
  type CollectedResult,
  type CollectOptions,
  collectResults,
} from './collect-results.js';
export { type EnqueueOptions, type EnqueueSummary, enqueueScans } from './enqueue-scans.js';
export { type QueueProgress, queueProgress } from './open-queue.js';
export type { QueueEvent, WorkerStats } from './queue-events.js';
export type { BacklogQueue, QueuePlace } from './queue-place.js';
export type { ScanRecord } from './result-book.js';
export type { SinkChoice } from './result-sink.js';
export type { ScanItem } from './scan-item.js';
export { type ScanWorker, scanWorker } from './scan-worker.js';
export type { BatchClient, QueueRetries, ScanWorkerOptions } from './worker-options.js';
