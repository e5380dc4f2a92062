import type { ScanRequest } from './request.js';
import type { ScanResult } from './result.js';
import type { SpanStream } from './span-stream.js';

/** Options of one scan. */
export interface ScanOptions {
  /** Aborts the scan. The abort reason is thrown as it is. */
  readonly signal?: AbortSignal;
}

/**
 * Judges requests. A failed scan is a result (`action: 'warn'`, categories `['api_error']`) and never an exception;
 * only an aborted signal throws.
 */
export interface ContentScanner {
  /** Short name for events and logs. */
  readonly name: string;
  scan(request: ScanRequest, options?: ScanOptions): Promise<ScanResult>;
  /**
   * Finds sensitive data while a text streams. Only a scanner that works in this process can have it. A streaming guard
   * redacts these findings at once, and holds back the same text as the stream.
   */
  findStream?(): SpanStream;
  /**
   * How many UTF-16 code units after the beginning of a violation the scanner may need before it reports it, in
   * addition to the text that `findStream` holds back. @default 32
   */
  readonly lookahead?: number;
  /**
   * All that its verdicts depend on beside the request, as a text, such as the profile of requests that name none. What
   * processes share (`state`) is told apart by it where scanners have the same name.
   */
  configuration?(): string | Promise<string>;
}
