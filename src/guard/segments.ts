import type { Redaction } from './policy.js';

/** One piece of text inside a message, and how to replace it where that is possible. */
export interface Segment {
  readonly text: string;
  /** Puts another text in its place; false when the place cannot hold it (JSON that would no longer parse). */
  readonly write?: (text: string) => boolean;
  /** The consumer reads it straight on from the segment before, so it is scanned that way. */
  readonly continues?: boolean;
}

/** Between two segments: a paragraph break keeps words of different parts apart. */
export const SEPARATOR = '\n\n';

/** Segments that are read on without a break: what the end of a block cuts in two is whole. */
export function runningOn(segments: readonly Segment[]): Segment[] {
  return segments.map((segment, index) => (index === 0 ? segment : { ...segment, continues: true }));
}

/** What stands between a segment and the one before it. */
function gapBefore(segment: Segment, index: number): string {
  return index === 0 || segment.continues === true ? '' : SEPARATOR;
}

/** The segments as the one text that is scanned. Empty ones are left out. */
export function joinSegments(segments: readonly Segment[]): string {
  return nonEmpty(segments)
    .map((segment, index) => gapBefore(segment, index) + segment.text)
    .join('');
}

/**
 * Carries the redactions of the joined text over to its segments. A finding that runs over several segments leaves
 * its placeholder in the first one.
 * @returns whether every finding could be replaced; nothing may be used when not
 */
export function writeRedactions(segments: readonly Segment[], redactions: readonly Redaction[]): boolean {
  let position = 0;
  const replaced = new Set<Redaction>();
  for (const [index, segment] of nonEmpty(segments).entries()) {
    const gap = gapBefore(segment, index).length;
    const start = position + gap;
    const end = start + segment.text.length;
    position = end;
    const touching = redactions.filter((redaction) => redaction.start < end && redaction.end > start);
    for (const redaction of touching) replaced.add(redaction);
    if (touching.length > 0) {
      let text = '';
      let copied = 0;
      for (const redaction of touching) {
        const from = Math.max(0, redaction.start - start);
        // One that begins in the separator in front of a segment has this segment as its first.
        const begins = redaction.start >= start - gap;
        text += segment.text.slice(copied, from) + (begins ? redaction.placeholder : '');
        copied = Math.min(segment.text.length, redaction.end - start);
      }
      if (segment.write?.(text + segment.text.slice(copied)) !== true) return false;
    }
  }
  // One that lies between segments has no place of its own: what it was found in would stay as it is.
  return replaced.size === redactions.length;
}

function nonEmpty(segments: readonly Segment[]): Segment[] {
  return segments.filter((segment) => segment.text !== '');
}

/** The writer of a place that holds JSON: takes only text that parses. */
export function writeJson(put: (value: unknown) => void): (text: string) => boolean {
  return (text) => {
    try {
      put(JSON.parse(text));
      return true;
    } catch {
      return false;
    }
  };
}
