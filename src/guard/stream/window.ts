import type { DetectedSpan } from '../../scan/index.js';
import { SEPARATOR, type Thread } from '../segments/readings.js';
import type { LaneKind } from './lane.js';
import type { LaneBuffer, Run } from './lane-buffer.js';

/** A stretch of one lane within the text of a scan. */
export interface WindowPiece {
  readonly lane: LaneBuffer;
  /** What stands between it and the piece before. */
  readonly gap: string;
  /** Judged text in front of it that goes along. */
  readonly context: string;
  readonly from: number;
  readonly to: number;
  readonly runs: readonly Run[];
  /** Up to here it may leave once it has passed. */
  readonly releaseTo: number;
}

/** What one scan judges. */
export interface Window {
  readonly pieces: readonly WindowPiece[];
  readonly text: string;
  /** Blocks that read on from one another, which some consumers show apart. */
  readonly threads: readonly Thread[];
  /** Whether it is all of the answer. */
  readonly isWhole: boolean;
}

/** A stretch of a lane that is to be judged. */
export interface LaneStretch {
  readonly lane: LaneBuffer;
  readonly from: number;
  readonly to: number;
  readonly releaseTo: number;
  /** How much of it has been judged already. */
  readonly overlap: number;
}

const KINDS: readonly LaneKind[] = ['text', 'reasoning', 'other'];

/** Whether a stretch is read straight on from the one before it. */
export function readsOn(stretch: LaneStretch, before: LaneStretch | undefined): boolean {
  if (before === undefined || stretch.from > 0 || before.to < before.lane.length) return false;
  return stretch.lane.before === before.lane;
}

/**
 * Makes the text of a scan: the words of the answer first, then the thoughts, both read on from block to block, then what
 * comes whole. Judged text of up to `contextChars` goes along in front of what does not read on.
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

/** Joins the texts of pieces, and tells what runs on from piece to piece. */
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

/** Makes a window of everything there is. In front of it stands the end of the answer before it in the same stream. */
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
  /** Before `piece.from` where it begins in the context. */
  readonly start: number;
  readonly end: number;
}

/** A finding of a scan. */
export interface PlacedFinding {
  readonly label: string;
  /** Its places in order: one in each lane that it runs over. */
  readonly places: readonly PlacedSpan[];
}

/**
 * Finds the places of the spans of a scan in their lanes; spans are sorted and disjoint, as `mergeSpans` returns them.
 * One that touches what stands in for a finding covers that finding.
 */
export function placeSpans({ pieces }: Window, spans: readonly DetectedSpan[]): PlacedFinding[] {
  const found = spans.map(({ label }) => ({ label, places: [] as PlacedSpan[] }));
  let position = 0;
  /** The first span that does not end before the piece; spans are sorted and disjoint. */
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

/** Returns the lane's offset of an index of a piece's text: of where a span starts, or of where it ends. */
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
