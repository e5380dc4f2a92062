export { type BatchItem, scanBatch } from './batch.js';
export type {
  BatchCheckpoint,
  BatchCheckpointStore,
  BatchRecord,
} from './batch-checkpoint.js';
export type { BatchProgress, ScanBatchOptions } from './batch-options.js';
export { MAX_ASYNC_BYTES, MAX_SYNC_BYTES } from './body.js';
export type { AsyncScanOptions, CallOptions, SyncScanOptions } from './call-options.js';
export {
  hasAirsCredential,
  init,
  Scanner,
} from './client.js';
export { CONTENT_LIMITS, Content, type ContentFields } from './content.js';
export {
  AirsError,
  type AirsErrorDetails,
  type AirsErrorKind,
} from './errors.js';
export {
  type AirsOptions,
  type AirsRegion,
  REGION_ENDPOINTS,
} from './options.js';
export type { RateLimit } from './rate-limiter.js';
export { MAX_BATCH_SIZE } from './request-checks.js';
export { type AirsScannerOptions, airsScanner } from './scanner.js';
export * from './schemas/report.js';
export * from './schemas/request.js';
export * from './schemas/response.js';
export { toScanResult } from './verdict.js';
export { VERSION } from './version.js';
