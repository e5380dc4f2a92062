import type { Lane } from './lane.js';

/**
 * Texts of one kind in the order of their arrival, whatever their block. A consumer that reads a stream piece by piece
 * joins them in this order. Blocks that take turns may then spell a text that none of them holds alone.
 */
export interface Arrivals {
  /** Takes the next piece of a block, after the block has taken it. */
  push(lane: Lane, piece: string): Arrival;
}

/** A piece as it is read in the order of arrival. */
export interface Arrival {
  ready(): boolean;
  /** Whether the piece before it came from another block that may go on. */
  readonly takesTurn: boolean;
  /** Returns the piece as it may be read. Call it once. */
  take(): string;
}

/** The length of text before the first turn that is read with the text after it, in UTF-16 code units. */
const RECENT = 512;

/** Makes the reader of one kind. `open` opens a lane that is judged but never leaves. */
export function createArrivals(open: () => Lane): Arrivals {
  let last: Lane | undefined;
  let recent = '';
  /** All text in the order of arrival, from the point where blocks began to take turns. */
  let woven: Lane | undefined;

  return {
    push(lane, piece) {
      if (piece === '') return { ready: () => true, takesTurn: false, take: () => piece };
      // Blocks that follow one another are read together anyway. A block that is still open may go on after this piece.
      const isBetween = last !== undefined && last !== lane && !last.closed;
      if (isBetween && woven === undefined) {
        woven = open();
        woven.push(recent);
      }
      const takesTurn = woven !== undefined && last !== lane;
      last = lane;
      recent = (recent + piece).slice(-RECENT);
      const all = woven;
      if (all === undefined) return { ready: () => true, takesTurn, take: () => piece };
      const from = all.length;
      all.push(piece);
      const to = all.length;
      return { ready: () => all.releasedTo >= to, takesTurn, take: () => all.take(from, to) };
    },
  };
}
