// What a batch is made of, for rooms that keep its progress elsewhere than in one run.
export { type BatchProfile, type PreparedItem, prepareItem } from './batch-input.js';
export { createBatchPoller } from './batch-poller.js';
export type { BatchOutcome } from './batch-queries.js';
export { failureOf } from './failure.js';
