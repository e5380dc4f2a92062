import {
  type ContentScanner,
  failedScan,
  linkedSignal,
  type ScanRequest,
  type ScanResult,
  untilAborted,
  wait,
} from '../scan/index.js';
import { ask, isIncomplete, reportsFinding } from './ask.js';
import { runInFull } from './in-parts.js';
import { unite } from './unite.js';

/**
 * Results that the embedded engine has decided on. A mark of this module's own: were it a property, a scanner or the
 * service could set it, and have a result that is not complete taken for one that is.
 */
const DECIDED = new WeakSet<object>();

/** Whether the embedded engine has answered in full where the scanner did not, so that its word counts. */
export function isLocallyDecided(result: ScanResult): boolean {
  return DECIDED.has(result);
}

/** What the embedded engine said, and what comes of it. */
export interface LocalVerdict {
  /** The engine's own answer. */
  readonly local: ScanResult;
  /** What to go by: the first result where the engine failed too. */
  readonly result: ScanResult;
}

/** How the embedded engine is asked. */
export interface LocalScanStep {
  readonly signal?: AbortSignal | undefined;
  /** Puts the spans of its result at their places in the text that is judged. */
  readonly placed?: ((result: ScanResult) => ScanResult) | undefined;
  /** The engine's answer, where it has been asked already. */
  readonly asked?: Promise<ScanResult> | undefined;
}

/**
 * Asks the embedded engine in place of a scan that failed or was incomplete. Its verdict is marked `degraded`, and
 * `source` says who gave it. What the first result did find still counts.
 * @throws the abort reason when the signal aborts
 */
export async function decideLocally(
  scanner: ContentScanner,
  request: ScanRequest,
  first: ScanResult,
  { signal, placed = (own) => own, asked = ask(scanner, request, signal) }: LocalScanStep,
): Promise<LocalVerdict> {
  const local = placed(await untilAborted(asked, signal));
  if (isIncomplete(local)) return { local, result: first };
  const verdict = reportsFinding(first) ? unite(request, [local, first]) : local;
  const result: ScanResult = {
    ...verdict,
    degraded: true,
    latencyMs: first.latencyMs + local.latencyMs,
    source: local.source ?? scanner.name,
  };
  DECIDED.add(result);
  return { local, result };
}

/** What a scan came to that the embedded engine stands by for. */
export interface StandbyScan {
  /** The scanner's result: one of a failed scan where it took too long. */
  readonly first: ScanResult;
  /** The engine's answer, where it was asked. */
  readonly asked: Promise<ScanResult> | undefined;
}

/**
 * Asks a scanner, and the embedded engine beside it where the answer is not there after half of the time, so that the
 * engine's is ready at its end. Then the scanner's call is aborted, unless the engine has no full answer either.
 * @throws the abort reason when the signal aborts
 */
export async function scanWithStandby(
  scanner: ContentScanner,
  engine: ContentScanner,
  request: ScanRequest,
  { signal, afterMs }: { readonly signal?: AbortSignal | undefined; readonly afterMs: number },
): Promise<StandbyScan> {
  const call = linkedSignal(signal);
  const standby = linkedSignal(signal);
  const clock = linkedSignal(signal);
  const started = performance.now();
  let asked: Promise<ScanResult> | undefined;
  const tooLate = async (): Promise<ScanResult | undefined> => {
    await wait(afterMs / 2, clock.signal);
    asked = quietly(ask(engine, request, standby.signal).finally(standby.detach));
    const [local] = await Promise.all([asked, wait(afterMs / 2, clock.signal)]);
    if (isIncomplete(local)) return undefined;
    const latencyMs = Math.round(performance.now() - started);
    return failedScan(request, `Scanner ${scanner.name} did not answer within ${afterMs} ms`, latencyMs);
  };
  const answer = quietly(runInFull(scanner, request, call.signal));
  const late = quietly(tooLate());
  try {
    const first = await Promise.race([answer, late]);
    if (first === undefined) return { first: await answer, asked };
    if (!isIncomplete(first)) standby.stop(new DOMException('Answered in time', 'AbortError'));
    return { first, asked };
  } finally {
    // Settled work takes no notice.
    call.stop(new DOMException(`Not done within ${afterMs} ms`, 'TimeoutError'));
    clock.stop(new DOMException('Not needed', 'AbortError'));
    for (const { detach } of [call, clock]) detach();
    if (asked === undefined) standby.detach();
  }
}

/** Marks a rejection as handled; whoever awaits the promise still sees it. */
function quietly<Value>(promise: Promise<Value>): Promise<Value> {
  promise.catch(() => undefined);
  return promise;
}
