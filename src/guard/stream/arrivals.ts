import type { Lane } from './lane.js';

/**
 * Texts of one kind in the order they arrive. Who reads a stream piece by piece puts them together so, whatever block they
 * are of; blocks that speak in turns say something else there than each of them does.
 */
export interface Arrivals {
  /** Takes the next piece of a block, once the block has it. */
  push(lane: Lane, piece: string): Arrival;
}

/** A piece as it is read in the order of arrival. */
export interface Arrival {
  ready(): boolean;
  /** Whether another block, which may go on, spoke right before. */
  readonly takesTurn: boolean;
  /** The piece as it may be read, once. */
  take(): string;
}

/** How much of what came before blocks began to take turns is read with what comes then, in UTF-16 code units. */
const RECENT = 512;

/** Makes the reader of one kind; `open` opens a text that is judged and leaves nowhere. */
export function createArrivals(open: () => Lane): Arrivals {
  let last: Lane | undefined;
  let recent = '';
  /** All in the order of arrival, from where blocks began to take turns. */
  let woven: Lane | undefined;

  return {
    push(lane, piece) {
      if (piece === '') return { ready: () => true, takesTurn: false, take: () => piece };
      // Blocks one after the other are read together anyhow. One that is still open may go on behind this piece.
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
