import type { DetectedSpan } from '../../scan/index.js';
import type { LaneBuffer, LaneKind, Run } from './lane.js';

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
}

/** What the planner goes by. Lengths are UTF-16 code units. */
export interface Plan {
  readonly minWindow: number;
  readonly maxWindow: number;
  readonly contextChars: number;
  readonly lookahead: number;
  /** No more text comes. */
  readonly ended: boolean;
  /** The text has left already. */
  readonly observing: boolean;
}

const KINDS: readonly LaneKind[] = ['text', 'reasoning', 'other'];

/** Between the texts of two lanes: a paragraph break keeps their words apart. */
const SEPARATOR = '\n\n';

/**
 * The next scan of a stream that is verified as it flows, or undefined while it would release too little to be worth it.
 * The end of a block that is closed waits for a look at what follows, or for the end of the stream.
 */
export function planWindow(lanes: readonly LaneBuffer[], plan: Plan): Window | undefined {
  const pieces: WindowPiece[] = [];
  let room = plan.maxWindow;
  let gain = 0;
  let due = plan.ended;
  for (const lane of lanes) {
    const to = Math.min(lane.readableTo, lane.scannedTo + room);
    const last = (plan.ended || lane.settled) && to === lane.length;
    const waiting = last ? lane.releasedTo < to || lane.scannedTo < to : to > lane.seenTo;
    if (!waiting) continue;
    room -= to - lane.scannedTo;
    // A word that is not finished yet is not released in part.
    const settled = Math.min(to - plan.lookahead, lane.decidedTo, lane.wordStart(to));
    const releaseTo = last ? to : Math.max(lane.releasedTo, settled);
    gain += plan.observing ? to - lane.scannedTo : releaseTo - lane.releasedTo;
    due ||= last;
    pieces.push(pieceOf(lane, to, releaseTo, plan.contextChars));
  }
  if (pieces.length === 0 || (!due && gain < plan.minWindow && room > 0)) return undefined;
  const ends = lanes
    .filter((lane) => lane.closed && lane.scannedTo === lane.length && lane.releasedTo < lane.length)
    .filter((lane) => !pieces.some((piece) => piece.lane === lane))
    .map((lane) => pieceOf(lane, lane.length, lane.length, plan.contextChars));
  return windowOf([...ends, ...pieces]);
}

/** Everything there is, as one text: the words of the answer first, then the thoughts; both read on from block to block. */
export function wholeWindow(lanes: readonly LaneBuffer[]): Window {
  const said = lanes.filter((lane) => lane.length > 0);
  const ordered = KINDS.flatMap((kind) => said.filter((lane) => lane.kind === kind));
  return windowOf(
    ordered.map((lane, index) => ({
      lane,
      gap: lane.kind !== 'other' && ordered[index - 1]?.kind === lane.kind ? '' : SEPARATOR,
      context: '',
      from: 0,
      to: lane.length,
      runs: lane.runs(0, lane.length),
      releaseTo: lane.length,
    })),
  );
}

function pieceOf(lane: LaneBuffer, to: number, releaseTo: number, contextChars: number): WindowPiece {
  const from = Math.min(lane.scannedTo, to);
  // What has not left is read as text that can still be replaced, what has left as context.
  const start = Math.max(Math.min(from, lane.releasedTo), from - contextChars);
  const context = lane.contextBefore(start, Math.max(0, contextChars - (from - start)));
  return { lane, gap: SEPARATOR, context, from: start, to, runs: lane.runs(start, to), releaseTo };
}

function windowOf(pieces: readonly WindowPiece[]): Window {
  const parts = pieces.map((piece, index) => (index === 0 ? { ...piece, gap: '' } : piece));
  return { pieces: parts, text: parts.map((piece) => piece.gap + textOf(piece)).join('') };
}

const textOf = ({ context, runs }: WindowPiece): string => context + runs.map(({ text }) => text).join('');

/** A finding of a scan, in its lane. */
export interface PlacedSpan {
  readonly piece: WindowPiece;
  /** Before `piece.from` where it begins in the context. */
  readonly start: number;
  readonly end: number;
  readonly label: string;
}

/**
 * Where the spans of a scan lie in their lanes. One that touches what stands in for a finding covers that finding; one
 * that runs over several lanes has a place in each.
 */
export function placeSpans({ pieces }: Window, spans: readonly DetectedSpan[]): PlacedSpan[] {
  const placed: PlacedSpan[] = [];
  let position = 0;
  for (const piece of pieces) {
    const first = position + piece.gap.length;
    const start = first + piece.context.length;
    const end = first + textOf(piece).length;
    for (const span of spans) {
      if (span.end <= first || span.start >= end) continue;
      const from =
        span.start < start
          ? piece.from - (start - Math.max(span.start, first))
          : offsetOf(piece, span.start - start, true);
      const to =
        span.end <= start ? piece.from - (start - span.end) : offsetOf(piece, span.end - start, false);
      placed.push({ piece, start: from, end: to, label: span.label });
    }
    position = end;
  }
  return placed;
}

/** The lane's offset of an index of a piece's text: of where a span starts, or of where it ends. */
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
