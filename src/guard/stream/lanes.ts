import type { LaneKind } from './lane.js';
import { LaneBuffer } from './lane-buffer.js';
import { createLaneFinders, type LaneFinderParts } from './lane-finders.js';
import { createLaneOrder } from './lane-order.js';
import type { Tally } from './tally.js';

/** The blocks of one answer. */
export interface Lanes {
  /** Those with text, in the order in which they began. */
  readonly all: readonly LaneBuffer[];
  /** Those that still need work. */
  readonly active: readonly LaneBuffer[];
  /** Removes text that has left. If `keep` is given, only its last `keep` units are still needed. */
  tidy(keep?: number): void;
  open(kind: LaneKind): LaneBuffer;
  /** Tells the lanes that no text comes next. */
  settle(): void;
  /** Ends all text. */
  end(): void;
  /** The length of the text that has come, and of the text that may leave. */
  readonly length: number;
  readonly released: number;
  readonly rewritten: boolean;
  /** Whether a quote has come. */
  readonly quoted: boolean;
  /** The number of times that blocks were settled. */
  readonly settlements: number;
  /** The last block of each kind with text. The text after the answer continues them. */
  readonly last: ReadonlyMap<LaneKind, LaneBuffer>;
  /** Releases withheld text after all of it was judged. */
  release(): void;
}

/** The parts that lanes are made from. If the answer is only observed, its text leaves as it comes. */
export interface LanesParts extends LaneFinderParts {
  /** True if nothing leaves before `release`. */
  readonly withheld: boolean;
  /** The last blocks of the answer before this one in the same stream. */
  readonly after?: ReadonlyMap<LaneKind, LaneBuffer> | undefined;
}

/** Makes the lanes of one answer. Blocks of one kind continue one another in the order in which they begin. */
export function createLanes(parts: LanesParts): Lanes {
  const { observing, withheld, replace, after } = parts;
  const order = createLaneOrder(after);
  const finders = createLaneFinders(parts);
  const tally: Tally = { length: 0, cleared: 0, rewritten: false, withheld, quoted: false, escaped: false };
  let opened = 0;
  let settlements = 0;
  /** The blocks that are closed but not settled, by kind. */
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
        // An open block continues its end.
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
