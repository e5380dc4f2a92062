import type { DetectedSpan } from '../../scan/index.js';
import { SEPARATOR, type Thread } from '../segments/readings.js';
import type { LaneKind } from './lane.js';
import type { LaneBuffer, Run } from './lane-buffer.js';

/** A stretch of one lane within the text of a scan. */
export interface WindowPiece {
  readonly lane: LaneBuffer;
  /** The text between it and the piece before. */
  readonly gap: string;
  /** Judged text before it that is scanned with it. */
  readonly context: string;
  readonly from: number;
  readonly to: number;
  readonly runs: readonly Run[];
  /** The offset up to which it may leave once it has passed. */
  readonly releaseTo: number;
}

/** The content of one scan. */
export interface Window {
  readonly pieces: readonly WindowPiece[];
  readonly text: string;
  /** Blocks that continue one another. Some consumers show them apart. */
  readonly threads: readonly Thread[];
  /** Whether it is the whole answer. */
  readonly isWhole: boolean;
}

/** A stretch of a lane that is to be judged. */
export interface LaneStretch {
  readonly lane: LaneBuffer;
  readonly from: number;
  readonly to: number;
  readonly releaseTo: number;
  /** The length of its part that was already judged. */
  readonly overlap: number;
}

const KINDS: readonly LaneKind[] = ['text', 'reasoning', 'other'];

/** Tells whether a stretch directly continues the one before it. */
export function readsOn(stretch: LaneStretch, before: LaneStretch | undefined): boolean {
  if (before === undefined || stretch.from > 0 || before.to < before.lane.length) return false;
  return stretch.lane.before === before.lane;
}

/**
 * Makes the text of a scan: first the words of the answer, then the reasoning, each joined from block to block, then
 * the parts that come whole. A stretch that does not continue another gets up to `contextChars` of judged text before
 * it.
 */
export function windowOf(stretches: readonly LaneStretch[], contextChars: number, isWhole = false): Window {
  const ordered = KINDS.flatMap((kind) => stretches.filter(({ lane }) => lane.kind === kind));
  const pieces = ordered.map((stretch, index): WindowPiece => {
    const { lane, from, to, overlap } = stretch;
    const joined = readsOn(stretch, ordered[index - 1]);
    return {
      ...stretch,
      gap: index === 0 || joined ? '' : SEPARATOR,
      context: joined ? '' : lane.contextBefore(from, contextChars - overlap),
      runs: lane.runs(from, to),
    };
  });
  return { pieces, ...joinPieces(pieces), isWhole };
}

/** Joins the texts of pieces, and returns the threads that run from piece to piece. */
function joinPieces(pieces: readonly WindowPiece[]): Pick<Window, 'text' | 'threads'> {
  const runs: { start: number; end: number }[][] = [];
  let text = '';
  for (const [index, piece] of pieces.entries()) {
    const start = text.length + piece.gap.length;
    text += piece.gap + textOf(piece);
    const stretch = { start, end: text.length };
    const before = runs.at(-1);
    if (index > 0 && piece.gap === '' && before !== undefined) before.push(stretch);
    else runs.push([stretch]);
  }
  const threads = runs.filter(({ length }) => length > 1);
  return { text, threads: threads.map((stretches): Thread => ({ stretches, joiner: SEPARATOR })) };
}

/** Makes a window of the whole text. The end of the answer before it in the same stream goes first. */
export function wholeWindow(lanes: readonly LaneBuffer[], contextChars: number): Window {
  const said = lanes.filter((lane) => lane.length > 0);
  const whole = (lane: LaneBuffer): LaneStretch => ({
    lane,
    from: 0,
    to: lane.length,
    releaseTo: lane.length,
    overlap: 0,
  });
  return windowOf(said.map(whole), contextChars, true);
}

const textOf = ({ context, runs }: WindowPiece): string => context + runs.map(({ text }) => text).join('');

/** A finding of a scan, in one of its lanes. */
export interface PlacedSpan {
  readonly piece: WindowPiece;
  /** Less than `piece.from` if it begins in the context. */
  readonly start: number;
  readonly end: number;
}

/** A finding of a scan. */
export interface PlacedFinding {
  readonly label: string;
  /** Its places in order, one in each lane that it spans. */
  readonly places: readonly PlacedSpan[];
}

/**
 * Finds the places of the spans of a scan in their lanes. Spans must be sorted and disjoint, as `mergeSpans` returns
 * them. A span that touches the replacement of a finding covers that finding.
 */
export function placeSpans({ pieces }: Window, spans: readonly DetectedSpan[]): PlacedFinding[] {
  const found = spans.map(({ label }) => ({ label, places: [] as PlacedSpan[] }));
  let position = 0;
  /** The first span that does not end before the piece. */
  let begin = 0;
  for (const piece of pieces) {
    const first = position + piece.gap.length;
    const start = first + piece.context.length;
    const end = first + textOf(piece).length;
    while ((spans[begin]?.end ?? Number.POSITIVE_INFINITY) <= first) begin += 1;
    for (let index = begin; (spans[index]?.start ?? Number.POSITIVE_INFINITY) < end; index += 1) {
      const span = spans[index];
      if (span === undefined || span.end <= first) continue;
      const from =
        span.start < start
          ? piece.from - (start - Math.max(span.start, first))
          : offsetOf(piece, span.start - start, true);
      const to =
        span.end <= start ? piece.from - (start - span.end) : offsetOf(piece, span.end - start, false);
      found[index]?.places.push({ piece, start: from, end: to });
    }
    position = end;
  }
  return found.filter(({ places }) => places.length > 0);
}

/** Returns the lane's offset for an index in a piece's text, for the start or the end of a span. */
function offsetOf({ runs, to }: WindowPiece, index: number, isStart: boolean): number {
  let position = 0;
  for (const run of runs) {
    const end = position + run.text.length;
    if (isStart ? index < end : index <= end) {
      if (!run.replaced) return run.start + Math.max(0, index - position);
      return isStart ? run.start : run.end;
    }
    position = end;
  }
  return to;
}
