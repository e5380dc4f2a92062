import type { CheckContext } from '../check-context.js';
import type { Evaluator } from '../evaluate.js';
import type { CheckTrace, Tracing } from '../telemetry.js';
import type { ResolvedStreamOptions, StreamProgress } from './stream-options.js';
import type { ResponseVerdict } from './verifier-face.js';

/** The trace of one response that streams. */
export interface ResponseTrace {
  /** Returns an evaluator whose scans are part of the check. */
  evaluatorWithin(evaluator: Evaluator): Evaluator;
  /** Returns stream options that also report the progress of the stream to the trace. */
  optionsWithin(options: ResolvedStreamOptions): ResolvedStreamOptions;
  settled(verdict: ResponseVerdict): void;
  /** Records that the stream was given up. */
  stopped(): void;
}

const UNTRACED: ResponseTrace = {
  evaluatorWithin: (evaluator) => evaluator,
  optionsWithin: (options) => options,
  settled: () => undefined,
  stopped: () => undefined,
};

/** Begins the trace of a response that streams. It ends when the outcome is known, or with the signal. */
export function traceResponse(
  tracing: Tracing | undefined,
  { signal }: CheckContext,
  now: () => number,
): ResponseTrace {
  if (tracing === undefined) return UNTRACED;
  const trace: CheckTrace = tracing.startCheck({ direction: 'response', streamed: true });
  const held = { chars: 0, ms: 0 };
  let began: number | undefined;
  const stopped = (): void => {
    signal?.removeEventListener('abort', stopped);
    trace.end({ held: { ...held } });
  };
  signal?.addEventListener('abort', stopped);
  const note = ({ heldChars, scannedChars, arrivedChars }: StreamProgress): void => {
    // The text that the scan released was held until now.
    const most = Math.max(heldChars, Math.min(scannedChars, arrivedChars));
    held.chars = Math.max(held.chars, most);
    if (began !== undefined) held.ms = Math.max(held.ms, now() - began);
    began = undefined;
  };
  return {
    evaluatorWithin: (evaluator) => ({
      ...evaluator,
      scan: (...scan) => {
        began ??= now();
        return trace.within(() => evaluator.scan(...scan));
      },
      afterFailure: (...scan) => trace.within(() => evaluator.afterFailure(...scan)),
    }),
    optionsWithin: (options) => ({
      ...options,
      onProgress(progress) {
        note(progress);
        options.onProgress(progress);
      },
    }),
    settled(verdict) {
      signal?.removeEventListener('abort', stopped);
      trace.end({ verdict: { direction: 'response', ...verdict }, held: { ...held } });
    },
    stopped,
  };
}
