import type { ScanRequest } from './request.js';
import type { ScanResult } from './result.js';
import type { SpanStream } from './span-stream.js';

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
  /**
   * Finds sensitive data while a text streams, where the scanner can do so in this process. A streaming guard redacts by
   * it at once, and holds back what it holds back.
   */
  findStream?(): SpanStream;
  /**
   * How many UTF-16 code units the scanner may have to see behind the beginning of a violation before it says so, beyond
   * what `findStream` holds back. @default 32
   */
  readonly lookahead?: number;
  /**
   * All that its verdicts depend on beside the request, as a text, such as the profile of requests that name none. What
   * processes share (`state`) is told apart by it where scanners have the same name.
   */
  configuration?(): string | Promise<string>;
}
