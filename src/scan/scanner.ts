import type { ScanRequest } from './request.js';
import type { ScanResult } from './result.js';

/** Options of one scan. */
export interface ScanOptions {
  /** Aborts the scan; the abort reason is thrown as it is. */
  readonly signal?: AbortSignal;
}

/**
 * Anything that turns a request into a verdict. A failed scan is a result (`action: 'warn'`, categories
 * `['api_error']`), never an exception; only an aborted signal throws.
 */
export interface ContentScanner {
  /** Short name for events and logs. */
  readonly name: string;
  scan(request: ScanRequest, options?: ScanOptions): Promise<ScanResult>;
}
