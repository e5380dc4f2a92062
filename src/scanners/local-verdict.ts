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
 * Results that the embedded engine has decided. The mark is private to this module. If it were a property, a scanner or
 * the service could set it and have an incomplete result treated as complete.
 */
const DECIDED = new WeakSet<object>();

/** Tells whether the embedded engine gave a full answer in place of the scanner, so that its verdict counts. */
export function isLocallyDecided(result: ScanResult): boolean {
  return DECIDED.has(result);
}

/** The embedded engine's answer, and the result that follows from it. */
export interface LocalVerdict {
  /** The engine's own answer. */
  readonly local: ScanResult;
  /** The result to use. It is the first result if the engine failed too. */
  readonly result: ScanResult;
}

/** The settings for asking the embedded engine. */
export interface LocalScanStep {
  readonly signal?: AbortSignal | undefined;
  /** Moves the spans of its result to their places in the judged text. */
  readonly placed?: ((result: ScanResult) => ScanResult) | undefined;
  /** The engine's answer, if it was already asked. */
  readonly asked?: Promise<ScanResult> | undefined;
}

/**
 * Asks the embedded engine in place of a scan that failed or was incomplete. Its verdict is marked `degraded`, and
 * `source` names it. Findings of the first result still count.
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

/** The outcome of a scan with the embedded engine on standby. */
export interface StandbyScan {
  /** The scanner's result. It is a failed scan if the scanner took too long. */
  readonly first: ScanResult;
  /** The engine's answer, if it was asked. */
  readonly asked: Promise<ScanResult> | undefined;
}

/**
 * Asks a scanner, and after half of the time also the embedded engine, so that the engine's answer is ready when the
 * time is over. Then the scanner's call is aborted, unless the engine has no full answer either.
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
    // This has no effect on settled work.
    call.stop(new DOMException(`Not done within ${afterMs} ms`, 'TimeoutError'));
    clock.stop(new DOMException('Not needed', 'AbortError'));
    for (const { detach } of [call, clock]) detach();
    if (asked === undefined) standby.detach();
  }
}

/** Marks a rejection as handled. A caller that awaits the promise still sees it. */
function quietly<Value>(promise: Promise<Value>): Promise<Value> {
  promise.catch(() => undefined);
  return promise;
}
