import type { Metadata } from './schemas/request.js';

/** Options of one call. They override those of the scanner. */
export interface CallOptions {
  /** Aborts the call and its waits. The abort reason is thrown as it is. */
  signal?: AbortSignal;
  /** Retries after the first attempt, 0..5. */
  numRetries?: number;
  /** Milliseconds for one attempt. */
  timeoutMs?: number;
  /** Milliseconds for the call with all its retries and waits. */
  totalTimeoutMs?: number;
}

/** Options of `syncScan`. The ids are at most 100 characters. */
export interface SyncScanOptions extends CallOptions {
  /** Sent as `tr_id`. The service uses it as the session if no session id is sent. */
  trId?: string;
  /** Groups the scans of one conversation. */
  sessionId?: string;
  /** Sent as `transaction_id`, which the current service logs as the turn's own id. */
  transactionId?: string;
  metadata?: Metadata;
  /**
   * Sends no profile, so the service takes the one linked to the API key. The profile must then be `null`.
   * @default false
   */
  linkedProfile?: boolean;
  /**
   * Returns an answer without an `action` instead of throwing. It is for callers that let only an explicit `allow`
   * pass, as `toScanResult` does. Code that checks for `block` would treat such an answer as a pass.
   * @default false
   */
  allowMissingAction?: boolean;
}

/** Options of `asyncScan`. */
export interface AsyncScanOptions extends CallOptions {
  /**
   * Also retries after a failure that does not show whether the batch was accepted (5xx, timeout, reset). The batch may
   * then be submitted twice. Without it, only a refused connection and 429 are retried.
   * @default false
   */
  retryAmbiguous?: boolean;
  /**
   * The most requests in one call, 5..25. Earlier revisions of the service take 5.
   * @default 5
   */
  maxBatch?: number;
}
