import {
  boundedResult,
  type ContentScanner,
  failedScan,
  isScanResult,
  type ScanRequest,
  type ScanResult,
  untilAborted,
} from '../scan/index.js';

/**
 * Asks a scanner for its verdict. A scanner that throws, or returns anything but a verdict, counts as failed.
 * @throws the abort reason when the signal aborts
 */
export async function runScan(
  scanner: ContentScanner,
  request: ScanRequest,
  signal?: AbortSignal,
): Promise<ScanResult> {
  // A scanner that ignores its signal would still send the text.
  signal?.throwIfAborted();
  let result: unknown;
  try {
    result = await untilAborted(scanner.scan(request, signal === undefined ? {} : { signal }), signal);
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    // The text of the error belongs to the scanner and may quote content.
    return failedScan(
      request,
      `Scanner ${scanner.name} threw ${error instanceof Error ? error.name : 'a value'}`,
      0,
    );
  }
  signal?.throwIfAborted();
  // The result is foreign, and its texts go into events, errors and redacted texts.
  if (isScanResult(result)) {
    const bounded = boundedResult(result);
    if (bounded === result || isScanResult(bounded)) return bounded;
  }
  return failedScan(request, `Scanner ${scanner.name} gave no verdict`, 0, { kind: 'response' });
}
