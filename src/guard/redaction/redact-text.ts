import { callSafely, type DetectedSpan, isRecord, mergeSpans, type SpanField } from '../../scan/index.js';
import type { RedactedSpan, Redaction } from '../policy/redacted-span.js';
import type { RedactionStyle } from '../policy/redaction-options.js';
import { type Reading, readingOf } from '../segments/readings.js';

/** Finds what a redacting policy replaces where the scanner gave no spans. Runs locally and keeps nothing. */
export type SpanFinder = (text: string, field: SpanField) => readonly DetectedSpan[];

/** What stands in place of a finding, made of its place and its text. The same for the same text. */
export type Replace = (finding: RedactedSpan, text: string) => string;

/** A text with its findings replaced. */
export interface RedactedText {
  readonly text: string;
  readonly redactions: readonly Redaction[];
}

/** Span families that belong to a detector: secrets are reported under DLP. */
const FAMILIES: ReadonlyMap<string, readonly string[]> = new Map([['dlp', ['dlp', 'secrets']]]);

/**
 * Returns the spans that a redaction replaces: the scanner's for the field, else those that the local finder finds in the
 * reading of the text. Positions outside the text are cut to it; none at all means that nothing could be located.
 */
export function spansToRedact(
  text: string,
  field: SpanField,
  detectors: readonly string[],
  found: readonly DetectedSpan[],
  finder: SpanFinder | undefined,
  reading: Reading = readingOf(text),
): DetectedSpan[] {
  const families = new Set(detectors.flatMap((detector) => FAMILIES.get(detector) ?? [detector]));
  const usable = (spans: readonly DetectedSpan[]): DetectedSpan[] =>
    mergeSpans(
      spans
        .filter((span) => span.field === field && families.has(span.detector))
        .map((span) => ({ ...span, start: Math.max(0, span.start), end: Math.min(text.length, span.end) })),
    );
  const given = usable(found);
  if (given.length > 0 || finder === undefined) return given;
  const spans = callSafely(() => finder(reading.text, field));
  // Nothing located: the caller blocks. The finder's error may quote the text.
  return Array.isArray(spans) && spans.every(isSpan) ? usable(reading.place(spans, field)) : [];
}

function isSpan(span: unknown): span is DetectedSpan {
  return isRecord(span) && Number.isInteger(span['start']) && Number.isInteger(span['end']);
}

/** Replaces the spans of a text. They must be sorted and disjoint, as `mergeSpans` returns them. */
export function redactText(text: string, spans: readonly DetectedSpan[], replace: Replace): RedactedText {
  const redactions: Redaction[] = [];
  let redacted = '';
  let position = 0;
  for (const { start, end, label } of spans) {
    const placeholder = replace({ label, start, end }, text.slice(start, end));
    redacted += text.slice(position, start) + placeholder;
    redactions.push({ label, start, end, placeholder });
    position = end;
  }
  return { text: redacted + text.slice(position), redactions };
}

/** Makes the placeholder of a finding in a style that needs no key: `hash` and `vault` are `label` here. */
export function placeholderOf(span: RedactedSpan, style: RedactionStyle): string {
  const label = `[${span.label}]`;
  if (style === 'mask') return '*'.repeat(span.end - span.start);
  if (typeof style !== 'function') return label;
  const custom = callSafely(() => style({ ...span }));
  return typeof custom === 'string' ? custom : label;
}
