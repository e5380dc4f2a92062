import type { DetectedSpan } from './result.js';

/**
 * Sorts spans by field and start, and unites overlapping spans of a field. A united span keeps the label and detector
 * of its longest part, or of the first if several are equally long. Empty spans are dropped.
 */
export function mergeSpans(spans: readonly DetectedSpan[]): DetectedSpan[] {
  const sorted = spans
    .filter((span) => span.end > span.start)
    .sort((a, b) => (a.field < b.field ? -1 : a.field > b.field ? 1 : a.start - b.start));
  const merged: DetectedSpan[] = [];
  let longest = 0;
  for (const span of sorted) {
    const last = merged.at(-1);
    const length = span.end - span.start;
    if (last === undefined || last.field !== span.field || span.start >= last.end) {
      merged.push(span);
      longest = length;
      continue;
    }
    const name = length > longest ? span : last;
    longest = Math.max(longest, length);
    merged[merged.length - 1] = {
      ...name,
      start: last.start,
      end: Math.max(last.end, span.end),
    };
  }
  return merged;
}
