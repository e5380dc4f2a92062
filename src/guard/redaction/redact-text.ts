import { callSafely, type DetectedSpan, isRecord, mergeSpans, type SpanField } from '../../scan/index.js';
import type { RedactedSpan, Redaction } from '../policy/redacted-span.js';
import type { RedactionStyle } from '../policy/redaction-options.js';
import { type Reading, readingOf } from '../segments/readings.js';

/** Finds the spans to redact where the scanner gave none. Runs locally and keeps nothing. */
export type SpanFinder = (text: string, field: SpanField) => readonly DetectedSpan[];

/** Returns the replacement of a finding, from its place and its text. It is the same for the same text. */
export type Replace = (finding: RedactedSpan, text: string) => string;

/** A text with its findings replaced. */
export interface RedactedText {
  readonly text: string;
  readonly redactions: readonly Redaction[];
}

/** The span families of a detector. Secrets are reported under DLP. */
const FAMILIES: ReadonlyMap<string, readonly string[]> = new Map([['dlp', ['dlp', 'secrets']]]);

/**
 * Returns the spans to redact: the scanner's for the field, or else those that the local finder finds in the reading of
 * the text. Positions are limited to the text. An empty list means that no finding could be located.
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
  // Nothing was located, so the caller blocks. The finder's error may quote the text.
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

/** Makes the placeholder of a finding for styles that need no key. `hash` and `vault` give the label here. */
export function placeholderOf(span: RedactedSpan, style: RedactionStyle): string {
  const label = `[${span.label}]`;
  if (style === 'mask') return '*'.repeat(span.end - span.start);
  if (typeof style !== 'function') return label;
  const custom = callSafely(() => style({ ...span }));
  return typeof custom === 'string' ? custom : label;
}
