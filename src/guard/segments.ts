import type { Redaction } from './policy.js';

/** One piece of text inside a message, and how to replace it where that is possible. */
export interface Segment {
  readonly text: string;
  /** Puts another text in its place; false when the place cannot hold it (JSON that would no longer parse). */
  readonly write?: (text: string) => boolean;
}

/** Between two segments: a paragraph break keeps words of different parts apart. */
const SEPARATOR = '\n\n';

/** The segments as the one text that is scanned. Empty ones are left out. */
export function joinSegments(segments: readonly Segment[]): string {
  return nonEmpty(segments)
    .map((segment) => segment.text)
    .join(SEPARATOR);
}

/**
 * Carries the redactions of the joined text over to its segments. A finding that runs over several segments leaves
 * its placeholder in the first one.
 * @returns whether every finding could be replaced; nothing may be used when not
 */
export function writeRedactions(segments: readonly Segment[], redactions: readonly Redaction[]): boolean {
  let start = 0;
  const replaced = new Set<Redaction>();
  for (const segment of nonEmpty(segments)) {
    const end = start + segment.text.length;
    const touching = redactions.filter((redaction) => redaction.start < end && redaction.end > start);
    for (const redaction of touching) replaced.add(redaction);
    if (touching.length > 0) {
      let text = '';
      let position = 0;
      for (const redaction of touching) {
        const from = Math.max(0, redaction.start - start);
        // One that begins in the separator in front of a segment has this segment as its first.
        const begins = redaction.start >= start - SEPARATOR.length;
        text += segment.text.slice(position, from) + (begins ? redaction.placeholder : '');
        position = Math.min(segment.text.length, redaction.end - start);
      }
      if (segment.write?.(text + segment.text.slice(position)) !== true) return false;
    }
    start = end + SEPARATOR.length;
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
