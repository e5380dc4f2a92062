import type { Metadata } from './schemas/request.js';

/** Options of one call; they override those of the scanner. */
export interface CallOptions {
  /** Aborts the call and its waits; the abort reason is thrown as it is. */
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
  /** Sent as `tr_id`. The service uses it as the session where no session id is sent. */
  trId?: string;
  /** Groups the scans of one conversation. */
  sessionId?: string;
  /** Sent as `transaction_id`: what today's service logs as the turn's own id. */
  transactionId?: string;
  metadata?: Metadata;
  /** Sends no profile: the service takes the one that is linked to the API key. The profile is `null` then. @default false */
  linkedProfile?: boolean;
  /**
   * Returns an answer without an `action` instead of throwing: for callers that let nothing but an explicit `allow`
   * pass, as `toScanResult` does. Code that asks for `block` would take such an answer for a pass. @default false
   */
  allowMissingAction?: boolean;
}

/** Options of `asyncScan`. */
export interface AsyncScanOptions extends CallOptions {
  /**
   * Also retries after a failure that leaves open whether the batch was accepted (5xx, timeout, reset): it may then
   * be submitted twice. Without it only a refused connection and 429 are retried. @default false
   */
  retryAmbiguous?: boolean;
  /** How many requests may go in one call, 5..25. Revisions of the service before today's take 5. @default 5 */
  maxBatch?: number;
}
