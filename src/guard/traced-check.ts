import { mergeSpans, type ScanResult } from '../scan/index.js';
import type { Subject } from './check-context.js';
import type { Decision } from './policy/decision.js';
import { placeholderOf, redactText, type SpanFinder, spansToRedact } from './redaction/redact-text.js';
import type { CheckEnd, Tracing } from './telemetry.js';
import { verdictOf } from './verdicts.js';

/** The parts that the tracing of checks needs. */
export interface TracedParts {
  readonly tracing: Tracing | undefined;
  readonly spanFinder: SpanFinder | undefined;
}

/** Runs the check of a whole text under the guardrail's telemetry, if it has one. */
export async function tracedCheck(
  { tracing, spanFinder }: TracedParts,
  { direction, toolName, field, text }: Subject,
  check: () => Promise<Decision>,
): Promise<Decision> {
  if (tracing === undefined) return check();
  const trace = tracing.startCheck({
    direction,
    ...(toolName !== undefined && { toolName }),
    streamed: false,
  });
  let end: CheckEnd = {};
  try {
    const decision = await trace.within(check);
    const content = tracing.wantsContent
      ? redactedContent(text, field, decision.result, spanFinder)
      : undefined;
    end = { verdict: verdictOf(decision), ...(content !== undefined && { content }) };
    return decision;
  } finally {
    trace.end(end);
  }
}

/**
 * Returns a text with all findings replaced by labels, whatever the policy does with it. Returns undefined if no span
 * finder is set or it failed, if the scan failed, or if sensitive data was reported whose place is unknown.
 */
function redactedContent(
  text: unknown,
  field: Subject['field'],
  result: ScanResult,
  spanFinder: SpanFinder | undefined,
): string | undefined {
  if (typeof text !== 'string' || spanFinder === undefined || result.error !== undefined) return undefined;
  const { spans = [], promptDetected, responseDetected, toolDetected } = result;
  const detectors = spans.map(({ detector }) => detector);
  let hasFound = false;
  const finder: SpanFinder = (...given) => {
    const found = spanFinder(...given);
    hasFound = Array.isArray(found);
    return found;
  };
  const given = spansToRedact(text, field, detectors, spans, undefined);
  const found = mergeSpans([...given, ...spansToRedact(text, field, ['dlp'], [], finder)]);
  if (!hasFound) return undefined;
  const saysData = promptDetected.dlp || responseDetected.dlp || toolDetected?.dlp === true;
  if (saysData && !found.some(({ detector }) => DATA.includes(detector))) return undefined;
  return redactText(text, found, (span) => placeholderOf(span, 'label')).text;
}

/** Detectors of sensitive data. */
const DATA: readonly string[] = ['dlp', 'secrets'];
