import type { ContentScanner, ScanRequest, ScanResult } from '../scan/index.js';
import { ask, isIncomplete, reportsFinding } from './ask.js';
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
  { signal, placed = (own) => own }: LocalScanStep,
): Promise<LocalVerdict> {
  const local = placed(await ask(scanner, request, signal));
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
