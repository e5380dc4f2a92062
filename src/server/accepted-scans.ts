import { setTimeout as pause } from 'node:timers/promises';
import { boundedResult, isFailedScan, type ScanResult } from '../scan/index.js';
import { correlationIds } from './correlation.js';
import { detectionsOf } from './detections.js';
import type { Incomplete } from './faults.js';
import type { ResolvedServerOptions } from './options.js';
import { toReport } from './report.js';
import type { FinishedScan } from './store.js';
import type { AcceptedScan } from './validate.js';
import { toErrorResponse, toScanResponse, type VerdictInput } from './verdict.js';

/** Processes scans that passed validation. */
export interface AcceptedScans {
  /** Asks the scanner, after the latency that the options set. Rejects when the signal aborts or the scanner throws. */
  scan(accepted: AcceptedScan, signal: AbortSignal): Promise<ScanResult>;
  /** Collects the input for the response and the report of a scan. */
  verdictInput(
    accepted: AcceptedScan,
    result: ScanResult,
    id: { readonly scanId: string; readonly reportId: string },
    incomplete: Incomplete | undefined,
  ): VerdictInput;
  /** Writes the response and the report of a scan. The scan counts as completed no earlier than `readyAt`. */
  finished(input: VerdictInput, reqId: number, readyAt: number): FinishedScan;
}

/** Makes the processing of scans from the server's options. */
export function createAcceptedScans(options: ResolvedServerOptions): AcceptedScans {
  const { scanner, now, uuid } = options;
  return {
    async scan({ request, profile }, signal) {
      signal.throwIfAborted();
      const latencyMs = options.latencyMs + (profile?.latencyMs ?? 0);
      if (latencyMs > 0) await pause(latencyMs, undefined, { signal });
      // The scanner may be any, and its words go out to clients.
      return boundedResult(await scanner.scan(request, { signal }));
    },

    verdictInput: ({ request, profile, wire }, result, id, incomplete) => ({
      request,
      result,
      profile,
      detections: detectionsOf(request, result, profile),
      ids: correlationIds(wire, uuid),
      ...id,
      masking: options,
      incomplete,
    }),

    finished(input, reqId, readyAt) {
      const completed = { completed_at: new Date(Math.max(now(), readyAt)).toISOString() };
      if (isFailedScan(input.result)) {
        return { response: { ...toErrorResponse(input), ...completed }, report: undefined };
      }
      return { response: { ...toScanResponse(input), ...completed }, report: toReport(input, reqId) };
    },
  };
}
