import { type ContentScanner, callSafely, type ScanRequest, type ScanResult } from '../scan/index.js';
import { decideLocally, isIncomplete, runInFull, scanWithStandby } from '../scanners/index.js';
import type { CheckContext, Judged, MetadataContext, ScanMetadata, Subject } from './check-context.js';
import type { GuardrailEvent } from './events.js';
import { createMetadataReader } from './metadata.js';
import type { Direction } from './policy/effects.js';
import { failureEffectOf } from './policy/on-failure.js';
import type { Policy } from './policy/policy.js';
import { placedBy, requestFor } from './reading-request.js';
import type { ResolvedProfiles } from './scan-profiles.js';
import type { Reading } from './segments/readings.js';
import type { ScanStart, Tracing } from './telemetry.js';

/** The parts that the scans of one guardrail need. */
export interface ScanParts {
  readonly scanner: ContentScanner;
  readonly policy: Policy;
  readonly metadata: ScanMetadata | ((context: MetadataContext) => ScanMetadata) | undefined;
  readonly profiles: ResolvedProfiles;
  /** Whether the profile that a request asks for counts. */
  readonly allowProfileFromRequest: boolean;
  /** Asked after a failed scan if the policy says `local`. */
  readonly localScanner: ContentScanner | undefined;
  readonly onEvent: ((event: GuardrailEvent) => void) | undefined;
  readonly tracing: Tracing | undefined;
  /** Warns the operator about the set-up, in fixed words. */
  warn(message: string): void;
}

/** The settings of one scan. */
export interface ScanStep {
  readonly signal?: AbortSignal | undefined;
  /** Moves the spans of a result to their places in the judged text, before anybody sees them. */
  readonly placed?: ((result: ScanResult) => ScanResult) | undefined;
  /** Called with the scanner's own result, even if another result replaces it. */
  readonly told?: ((result: ScanResult) => void) | undefined;
}

/** The settings for asking the embedded engine in place of a scan. */
interface LocalStep extends Pick<ScanStep, 'signal' | 'placed'> {
  /** The engine's answer, if it was already asked. */
  readonly asked?: Promise<ScanResult> | undefined;
}

/** The scans of one guardrail, of whole texts and of streams. */
export interface Scans {
  /** Sends an event to the listener. */
  report(event: GuardrailEvent): void;
  /**
   * Scans and reports the scan. If it failed or was incomplete and the policy says `local`, the embedded engine scans
   * too. Rejects only with the abort reason.
   */
  scan(request: ScanRequest, direction: Direction, options?: ScanStep): Promise<ScanResult>;
  /** Scans a text as its consumers may read it. Rejects only with the abort reason. */
  scanReading(
    subject: Subject,
    reading: Reading,
    whose: ScanMetadata,
    signal: AbortSignal | undefined,
  ): Promise<ScanResult>;
  /** Returns the result to use in place of one that failed outside `scan`, for example by a time limit. */
  afterFailure(
    request: ScanRequest,
    failed: ScanResult,
    direction: Direction,
    options?: LocalStep,
  ): Promise<ScanResult>;
  /** Returns who and what a scan is about. */
  about(context: CheckContext, judged: Judged): ScanMetadata;
}

const asItIs = (result: ScanResult): ScanResult => result;

/** Makes the scans of one guardrail. */
export function createScans(parts: ScanParts): Scans {
  const { scanner, policy, localScanner } = parts;
  const report = reporter([parts.onEvent, parts.tracing?.onEvent]);
  const traced = scanTracer(parts.tracing);

  const scan: Scans['scan'] = async (request, direction, { signal, placed = asItIs, told } = {}) => {
    const engine = standbyOf(direction);
    const { first, asked } = await traced({ direction, scanner: scanner.name }, async () =>
      engine === undefined
        ? { first: await runInFull(scanner, request, signal), asked: undefined }
        : scanWithStandby(scanner, engine, request, { signal, afterMs: policy.localAfterMs }),
    );
    const result = placed(first);
    told?.(result);
    report({ type: 'scan', direction, scanner: scanner.name, result });
    return isIncomplete(result)
      ? afterFailure(request, result, direction, { signal, placed, asked })
      : result;
  };

  /** Returns the embedded engine if it stands in for a scanner that does not answer in a direction. */
  const standbyOf = (direction: Direction): ContentScanner | undefined =>
    policy.onScanFailure[direction].outage === 'local' ? localScanner : undefined;

  const afterFailure: Scans['afterFailure'] = async (request, failed, direction, options = {}) => {
    const effect = failureEffectOf(policy.onScanFailure[direction], failed);
    if (effect !== 'local' || localScanner === undefined) return failed;
    const { signal, placed, asked } = options;
    const { local, result } = await decideLocally(localScanner, request, failed, { signal, placed, asked });
    report({ type: 'scan', direction, scanner: localScanner.name, result: local });
    return result;
  };

  return {
    report,
    scan,
    scanReading: (subject, reading, whose, signal) =>
      scan(requestFor(subject, reading, whose), subject.direction, {
        signal,
        placed: placedBy(subject, reading),
      }),
    afterFailure,
    about: createMetadataReader(parts),
  };
}

/**
 * Makes the function that calls listeners. A listener cannot change what happens to the content, and its rejection
 * cannot end the process.
 */
function reporter(listeners: readonly ScanParts['onEvent'][]): (event: GuardrailEvent) => void {
  const told = listeners.flatMap((listener) => listener ?? []);
  return (event) => {
    // Each listener gets a copy, so it cannot change the verdict.
    for (const listener of told) callSafely(() => listener(structuredClone(event)));
  };
}

/** Makes the function that runs scans under a telemetry, if there is one. */
function scanTracer(
  tracing: Tracing | undefined,
): <Scan extends { readonly first: ScanResult }>(
  start: ScanStart,
  scan: () => Promise<Scan>,
) => Promise<Scan> {
  if (tracing === undefined) return (_start, scan) => scan();
  return async (start, scan) => {
    const trace = tracing.startScan(start);
    try {
      const scanned = await trace.within(scan);
      trace.end(scanned.first);
      return scanned;
    } finally {
      // This ends an aborted scan. A scan that was answered has already ended.
      trace.end(undefined);
    }
  };
}
