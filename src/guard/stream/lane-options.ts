import type { LaneBuffer, LaneKind } from './lane-buffer.js';

/** Finds sensitive data as a lane's text flows; tells the lane by `decide`. */
export interface LaneFinder {
  push(lane: LaneBuffer, text: string): void;
  /** No more text of the lane comes. */
  close(): void;
}

/** What a lane is given with its first text. */
export interface LaneBeginning {
  /** What it may still find is not released. */
  readonly finder?: LaneFinder | undefined;
  /** Whether what the finder finds is replaced: the text is judged as it will leave. */
  readonly replacing?: boolean;
  /** The block that this one reads on from. */
  readonly before?: LaneBuffer | undefined;
  /** Told when no more text comes. */
  readonly onClose?: () => void;
}

/** Options of a lane. */
export interface LaneOptions {
  readonly kind: LaneKind;
  /** It is no block of the answer: nothing reads on from it. */
  readonly apart?: boolean;
  /** Text leaves as it comes. */
  readonly released?: boolean;
  /** What the blocks of the answer have in common. */
  readonly tally: Tally;
  /** Asked with the first text: a block that says nothing stands in nobody's way. */
  readonly begin?: (lane: LaneBuffer) => LaneBeginning;
}

/** Sums over the blocks of one answer: to add them up for each part would cost the square of their number. */
export interface Tally {
  length: number;
  cleared: number;
  rewritten: boolean;
  /** Nothing leaves before all has been judged. */
  withheld: boolean;
  /** Whether a quote has come, so that a window may begin inside a string of JSON. */
  quoted: boolean;
  /** Whether a backslash has come, so that text may be longer than what it says. */
  escaped: boolean;
}
