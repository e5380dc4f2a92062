import type { ScanResult } from '../scan/index.js';
import type { Subject } from './check-context.js';
import type { Decision } from './policy/decision.js';
import type { SpanFinder } from './redaction/redact-text.js';
import type { CheckEnd, Tracing } from './telemetry.js';

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
    end = { verdict: verdictIn(decision), ...(content !== undefined && { content }) };
    return decision;
  } finally {
    trace.end(end);
  }
}

function verdictIn({ outcome, reason, redactions, result }: Decision): NonNullable<CheckEnd['verdict']> {
  return { outcome, redactions: redactions.length, result, ...(reason !== undefined && { reason }) };
}

/**
 * Returns a text with all findings replaced by labels, whatever the policy does with it. Returns undefined if no span
 * finder is set, if the scan failed, or if sensitive data was reported whose place is unknown.
 */
function redactedContent(
  text: unknown,
  field: Subject['field'],
  result: ScanResult,
  spanFinder: SpanFinder | undefined,
): string | undefined {
  if (typeof text !== 'string' || spanFinder === undefined || result.error !== undefined) return undefined;
  const own = (result.spans ?? []).filter((span) => span.field === field);
  const found = [...own, ...spanFinder(text, field)].sort((a, b) => a.start - b.start || b.end - a.end);
  const { promptDetected, responseDetected, toolDetected } = result;
  const saysData = promptDetected.dlp || responseDetected.dlp || toolDetected?.dlp === true;
  if (saysData && !found.some(({ detector }) => DATA.includes(detector))) return undefined;
  let redacted = '';
  let position = 0;
  for (const span of found) {
    if (span.end <= position) continue;
    const start = Math.max(position, span.start);
    redacted += text.slice(position, start);
    if (span.start >= position) redacted += `[${span.label}]`;
    position = span.end;
  }
  return redacted + text.slice(position);
}

/** Detectors of sensitive data. */
const DATA: readonly string[] = ['dlp', 'secrets'];
