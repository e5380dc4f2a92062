import {
  type ContentScanner,
  DEFAULT_PROFILE_NAME,
  NOTHING_DETECTED,
  type ScanRequest,
  type ScanResult,
  type SpanField,
} from '../scan/index.js';
import { decideLocally, isIncomplete, runScan } from '../scanners/index.js';
import type { CheckContext, ScanMetadata, Subject } from './check-context.js';
import type { GuardrailEvent } from './events.js';
import { createMetadataReader } from './metadata.js';
import { decide } from './policy/decide.js';
import type { Decision } from './policy/decision.js';
import type { Direction } from './policy/effects.js';
import type { Policy } from './policy/policy.js';
import { placedBy, requestFor } from './reading-request.js';
import type { Redactor } from './redaction/placeholders.js';
import { type Replace, redactText, type SpanFinder, spansToRedact } from './redaction/redact-text.js';
import type { RestoreOptions, Restorer } from './redaction/restore.js';
import { isJson } from './segments/is-json.js';
import { movedThreads } from './segments/moved-threads.js';
import { type Reading, readingOf } from './segments/readings.js';

/** What judging needs. */
export interface JudgingParts {
  readonly scanner: ContentScanner;
  readonly policy: Policy;
  readonly metadata: ScanMetadata | ((context: CheckContext) => ScanMetadata) | undefined;
  /** Whether the profile that a request asks for counts. */
  readonly allowProfileFromRequest: boolean;
  readonly spanFinder: SpanFinder | undefined;
  readonly redactor: Redactor;
  /** Asked where a scan failed and the policy says `local`. */
  readonly localScanner: ContentScanner | undefined;
  readonly onEvent: ((event: GuardrailEvent) => void) | undefined;
  /** Tells the operator of something about the set-up, in fixed words. */
  warn(message: string): void;
}

/** How one scan is made. */
export interface ScanStep {
  readonly signal?: AbortSignal | undefined;
  /** Puts the spans of a result at their places in the text that is judged, before anybody is told of it. */
  readonly placed?: ((result: ScanResult) => ScanResult) | undefined;
}

/** Scans, and what they lead to; what whole texts and streams have in common. */
export interface Judging {
  /** Tells the listener. */
  report(event: GuardrailEvent): void;
  /**
   * Scans and reports the scan; where it failed or was incomplete and the policy says `local`, the embedded engine
   * scans too. Rejects only with the abort reason.
   */
  scan(request: ScanRequest, direction: Direction, options?: ScanStep): Promise<ScanResult>;
  /** Scans a text as its consumers may read it. Rejects only with the abort reason. */
  scanReading(
    subject: Subject,
    reading: Reading,
    whose: ScanMetadata,
    signal: AbortSignal | undefined,
  ): Promise<ScanResult>;
  /** What to go by in place of a result that failed otherwise than in `scan`, such as by a limit of time. */
  afterFailure(
    request: ScanRequest,
    failed: ScanResult,
    direction: Direction,
    options?: ScanStep,
  ): Promise<ScanResult>;
  /** Who and what a scan is about. */
  about(context: CheckContext): ScanMetadata;
  /** What replaces findings in a field; synchronous, and the same for the same text. */
  replacer(field: SpanField, context: CheckContext): Replace;
  /** Puts back what was replaced on the way to the model; the text as it is where the policy does not. */
  restore(text: string, context: CheckContext): string;
  openRestorer(context: CheckContext, options?: RestoreOptions): Restorer;
  /** The context of checks that belong to one call. */
  asOneCall(context: CheckContext): CheckContext;
  /** The number of the call that a check belongs to, a new one where it stands alone. */
  callOf(context: CheckContext): number;
  /** What becomes of a text that is there as a whole. */
  judge(subject: Subject, context: CheckContext): Promise<Decision>;
}

/** Where a context says which call it belongs to. Nobody else can set it, and copies have it. */
const CALL = Symbol('airs-guardrails.call');

/** Makes the judging of one guardrail. */
export function createJudging(parts: JudgingParts): Judging {
  const { scanner, policy, metadata, allowProfileFromRequest, spanFinder, redactor } = parts;
  const { localScanner, onEvent, warn } = parts;
  const report = (event: GuardrailEvent): void => {
    // Reporting must not change what happens to the content, nor end the process by a rejection nobody awaits.
    if (onEvent === undefined) return;
    try {
      // A copy: what a listener does to its event must not reach the verdict.
      void Promise.resolve<unknown>(onEvent(structuredClone(event))).catch(() => undefined);
    } catch {}
  };

  const asItIs = (result: ScanResult): ScanResult => result;

  const scan: Judging['scan'] = async (request, direction, { signal, placed = asItIs } = {}) => {
    const result = placed(await runScan(scanner, request, signal));
    report({ type: 'scan', direction, scanner: scanner.name, result });
    return isIncomplete(result) ? afterFailure(request, result, direction, { signal, placed }) : result;
  };

  const afterFailure: Judging['afterFailure'] = async (request, failed, direction, options = {}) => {
    if (policy.onScanFailure[direction] !== 'local' || localScanner === undefined) return failed;
    const { signal, placed } = options;
    const { local, result } = await decideLocally(localScanner, request, failed, { signal, placed });
    report({ type: 'scan', direction, scanner: localScanner.name, result: local });
    return result;
  };

  const about = createMetadataReader({ metadata, allowProfileFromRequest, warn });

  let calls = 0;
  const callOf = (context: CheckContext): number => {
    const known: unknown = Reflect.get(context, CALL);
    if (typeof known === 'number') return known;
    calls += 1;
    return calls;
  };

  const scanReading: Judging['scanReading'] = (subject, reading, whose, signal) =>
    scan(requestFor(subject, reading, whose), subject.direction, {
      signal,
      placed: placedBy(subject, reading),
    });

  const judge = async (subject: Subject, context: CheckContext): Promise<Decision> => {
    const { direction, field, text } = subject;
    const { signal } = context;
    // Once: the scan of a redacted text is about the same call.
    const whose = about(context);
    const reading = readingOf(text, context);
    const result = await scanReading(subject, reading, whose, signal);
    const ruling = decide(result, direction, policy);
    const blocked = (reason: Decision['reason'], judged = result): Decision => ({
      direction,
      outcome: 'block',
      text: '',
      result: judged,
      redactions: [],
      ...(reason !== undefined && { reason }),
    });
    if (ruling.outcome === 'block') return blocked(ruling.reason);
    if (ruling.outcome !== 'redact')
      return { direction, outcome: ruling.outcome, text, result, redactions: [] };
    const found = result.spans ?? [];
    const spans = spansToRedact(text, field, ruling.redact, found, spanFinder, reading);
    if (spans.length === 0) return blocked('redaction_failed');
    const json = isJson(text);
    const redacted = redactText(
      text,
      spans,
      redactor.replacer(field, whose.sessionId, json, callOf(context)),
    );
    if (json && !isJson(redacted.text)) return blocked('redaction_failed');
    // What is still found after the replacement was not located in full.
    const rest = readingOf(redacted.text, { threads: movedThreads(context.threads, redacted.redactions) });
    const again = await scanReading(subject, rest, whose, signal);
    const second = decide(again, direction, policy);
    if (second.outcome === 'block') return blocked(second.reason, again);
    if (second.outcome === 'redact') return blocked('redaction_failed', again);
    return { direction, outcome: 'redact', ...redacted, result };
  };

  return {
    report,
    scan,
    scanReading,
    afterFailure,
    about,
    replacer: (field, context) => redactor.replacer(field, about(context).sessionId),
    restore: (text, context) => (redactor.restores ? redactor.restore(text, about(context).sessionId) : text),
    openRestorer: (context, options) => redactor.openRestorer(about(context).sessionId, options),
    asOneCall: (context) => ({ ...context, [CALL]: callOf(context) }),
    callOf,
    judge,
  };
}

/** The verdict on an empty text, which no scanner need see. */
export function nothingToScan(context: CheckContext): ScanResult {
  return {
    action: 'allow',
    severity: 'SAFE',
    categories: ['safe'],
    scanId: '',
    reportId: '',
    profileName: context.profileName ?? DEFAULT_PROFILE_NAME,
    ...NOTHING_DETECTED,
    latencyMs: 0,
  };
}
