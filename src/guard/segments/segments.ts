import type { Redaction } from '../policy/redacted-span.js';
import type { Stretch } from './mapped-text.js';
import { SEPARATOR, type Thread } from './readings.js';

export { SEPARATOR };

/** One piece of text inside a message, with the function that replaces it, if that is possible. */
export interface Segment {
  readonly text: string;
  /**
   * Writes another text to its place. Returns false if the place cannot hold it, such as JSON that would no longer
   * parse.
   */
  readonly write?: (text: string) => boolean;
  /** Whether the consumer reads it directly after the previous segment. It is scanned in the same way. */
  readonly continues?: boolean;
  /**
   * The thread of the segment. Some consumer reads the segments of one thread as one text, with nothing or with a break
   * between them, whatever lies between. Both ways are judged.
   */
  readonly thread?: 'words' | 'thoughts' | undefined;
}

/** Marks segments as read without a break, so that text cut by the end of a block is scanned as a whole. */
export function runningOn(segments: readonly Segment[], thread: Segment['thread'] = 'words'): Segment[] {
  return segments.map((segment, index) =>
    index === 0 ? { ...segment, thread } : { ...segment, thread, continues: true },
  );
}

/** Segments joined to the text that is scanned, with the other ways in which they are read. */
export interface Passage {
  readonly text: string;
  readonly threads: readonly Thread[];
  /** The places of its words. A provider may join them with the words of the next message. */
  readonly words: readonly Stretch[];
}

const NOTHING_SAID: Passage = { text: '', threads: [], words: [] };

/** Joins passages, with a break between them. */
export function joinPassages(passages: readonly Passage[]): Passage {
  const threads: Thread[] = [];
  let text = '';
  for (const passage of passages) {
    if (passage.text === '') continue;
    if (text !== '') text += SEPARATOR;
    threads.push(...passage.threads.map((thread) => movedBy(thread, text.length)));
    text += passage.text;
  }
  return { text, threads, words: [] };
}

/** Moves a thread by an offset, for a text that follows another one. */
export function movedBy(thread: Thread, by: number): Thread {
  return {
    ...thread,
    stretches: thread.stretches.map(({ start, end }) => ({ start: start + by, end: end + by })),
  };
}

/** Joins segments as `joinSegments` does, and returns the other ways in which their consumers join them. */
export function passageOf(segments: readonly Segment[]): Passage {
  const said = nonEmpty(segments);
  const [only] = said;
  if (only === undefined) return NOTHING_SAID;
  if (said.length === 1) {
    const words = only.thread === 'words' ? [{ start: 0, end: only.text.length }] : NOTHING_SAID.words;
    return { text: only.text, threads: NOTHING_SAID.threads, words };
  }
  const stretches = new Map<Segment['thread'], Stretch[]>();
  let text = '';
  for (const [index, segment] of said.entries()) {
    text += gapBefore(segment, index);
    const start = text.length;
    text += segment.text;
    if (segment.thread === undefined) continue;
    const own = stretches.get(segment.thread);
    if (own === undefined) stretches.set(segment.thread, [{ start, end: text.length }]);
    else own.push({ start, end: text.length });
  }
  const threads = [...stretches.values()]
    .filter((own) => own.length > 1)
    .flatMap((own): Thread[] => [
      { stretches: own, joiner: '' },
      { stretches: own, joiner: SEPARATOR },
    ]);
  return { text, threads, words: stretches.get('words') ?? [] };
}

/** Returns the text between a segment and the previous one. */
function gapBefore(segment: Segment, index: number): string {
  return index === 0 || segment.continues === true ? '' : SEPARATOR;
}

/** Joins segments to the one text that is scanned. Empty segments are left out. */
export function joinSegments(segments: readonly Segment[]): string {
  return nonEmpty(segments)
    .map((segment, index) => gapBefore(segment, index) + segment.text)
    .join('');
}

/**
 * Writes the redactions of the joined text to its segments. A finding that spans several segments leaves its
 * placeholder in the first one.
 * @returns whether every finding could be replaced; if not, nothing may be used
 */
export function writeRedactions(segments: readonly Segment[], redactions: readonly Redaction[]): boolean {
  const sorted = [...redactions].sort((one, other) => one.start - other.start);
  let position = 0;
  /** The first redaction that does not end before the segment. */
  let first = 0;
  /** The number of redactions with a place in some segment, and the index of the last of them. */
  let placed = 0;
  let last = -1;
  for (const [index, segment] of nonEmpty(segments).entries()) {
    const gap = gapBefore(segment, index).length;
    const start = position + gap;
    const end = start + segment.text.length;
    position = end;
    while ((sorted[first]?.end ?? Number.POSITIVE_INFINITY) <= start) first += 1;
    let text = '';
    let copied = 0;
    let isTouched = false;
    for (let at = first; (sorted[at]?.start ?? Number.POSITIVE_INFINITY) < end; at += 1) {
      const redaction = sorted[at];
      if (redaction === undefined) break;
      isTouched = true;
      if (at > last) placed += 1;
      last = Math.max(last, at);
      const from = Math.max(copied, redaction.start - start);
      // A redaction that begins in the separator before a segment has this segment as its first.
      const begins = redaction.start >= start - gap;
      text += segment.text.slice(copied, from) + (begins ? redaction.placeholder : '');
      copied = Math.min(segment.text.length, redaction.end - start);
    }
    if (isTouched && segment.write?.(text + segment.text.slice(copied)) !== true) return false;
  }
  // A redaction between segments has no place of its own, so its finding would stay.
  return placed === sorted.length;
}

function nonEmpty(segments: readonly Segment[]): Segment[] {
  return segments.filter((segment) => segment.text !== '');
}

/** Makes the writer of a place that holds JSON. It takes only text that parses. */
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
