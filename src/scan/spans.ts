import type { DetectedSpan } from './result.js';

/**
 * Spans sorted by field and start, with overlapping ones of a field united. A united span keeps the label and
 * detector of its longest part (the first of equals). Empty spans are dropped.
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
