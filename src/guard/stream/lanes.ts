import type { LaneKind } from './lane.js';
import { LaneBuffer } from './lane-buffer.js';
import { createLaneFinders, type LaneFinderParts } from './lane-finders.js';
import { createLaneOrder } from './lane-order.js';
import type { Tally } from './tally.js';

/** The blocks of one answer. */
export interface Lanes {
  /** Those that have said something, in the order they began to. */
  readonly all: readonly LaneBuffer[];
  /** Those of them that something is to be done for. */
  readonly active: readonly LaneBuffer[];
  /** Leaves out what has left. Nobody needs more than the last `keep` units of it, where that is given. */
  tidy(keep?: number): void;
  open(kind: LaneKind): LaneBuffer;
  /** What comes next is no text. */
  settle(): void;
  /** No more text comes. */
  end(): void;
  /** How much has come, and how much may leave. */
  readonly length: number;
  readonly released: number;
  readonly rewritten: boolean;
  /** Whether a quote has come. */
  readonly quoted: boolean;
  /** How often blocks were settled. */
  readonly settlements: number;
  /** The last block of each kind that said something: what comes after the answer reads on from them. */
  readonly last: ReadonlyMap<LaneKind, LaneBuffer>;
  /** All has been judged: what was withheld may leave. */
  release(): void;
}

/** How lanes are made. Where the answer is only observed, its text leaves as it comes. */
export interface LanesParts extends LaneFinderParts {
  /** Nothing leaves before `release`. */
  readonly withheld: boolean;
  /** The last blocks of an answer that this one follows in the same stream. */
  readonly after?: ReadonlyMap<LaneKind, LaneBuffer> | undefined;
}

/** Makes the lanes of one answer: blocks of one kind read on from one another, in the order they begin to speak. */
export function createLanes(parts: LanesParts): Lanes {
  const { observing, withheld, replace, after } = parts;
  const order = createLaneOrder(after);
  const finders = createLaneFinders(parts);
  const tally: Tally = { length: 0, cleared: 0, rewritten: false, withheld, quoted: false, escaped: false };
  let opened = 0;
  let settlements = 0;
  /** Those that are closed and not settled, by their kind. */
  const closed = new Map<LaneKind, LaneBuffer[]>();
  const close = (lane: LaneBuffer): void => {
    const own = closed.get(lane.kind);
    if (own === undefined) closed.set(lane.kind, [lane]);
    else own.push(lane);
  };

  return {
    all: order.all,
    get active() {
      return order.active;
    },
    last: order.last,
    tidy(keep) {
      if (keep !== undefined) for (const lane of order.active) lane.forget(keep);
      order.retire((lane) => lane.isDone);
    },
    open(kind) {
      opened += 1;
      const place = opened;
      return new LaneBuffer({
        kind,
        released: observing,
        tally,
        begin(lane) {
          const { before, isLate } = order.enter(lane, place);
          const finder = finders.open(kind, isLate);
          const replacing = finder !== undefined && replace !== undefined;
          return { finder, replacing, before, onClose: () => close(lane) };
        },
      });
    },
    settle() {
      settlements += 1;
      for (const [kind, lanes] of closed) {
        // Its end reads on in a block that is open.
        if (order.last.get(kind)?.closed === false) continue;
        for (const lane of lanes) lane.settled = true;
        closed.delete(kind);
      }
    },
    end() {
      for (const lane of [...order.active]) lane.close();
      finders.end();
    },
    release() {
      tally.withheld = false;
    },
    get length() {
      return tally.length;
    },
    get released() {
      return tally.withheld ? 0 : tally.cleared;
    },
    get rewritten() {
      return tally.rewritten;
    },
    get quoted() {
      return tally.quoted;
    },
    get settlements() {
      return settlements;
    },
  };
}
