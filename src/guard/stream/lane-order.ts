import { firstIndex } from '../../scan/index.js';
import type { LaneKind } from './lane.js';
import type { LaneBuffer } from './lane-buffer.js';

/** The blocks of an answer that have said something, in the order in which they read on from one another. */
export interface LaneOrder {
  readonly all: readonly LaneBuffer[];
  /** Those of them that something is to be done for. */
  readonly active: readonly LaneBuffer[];
  /** The last block of each kind: what comes after the answer reads on from them. */
  readonly last: ReadonlyMap<LaneKind, LaneBuffer>;
  /**
   * Puts a block in that begins to speak. `place` is its number among the blocks that were opened. Returns the block that it
   * reads on from, and whether it is late: a block of its kind that was opened behind it has spoken already.
   */
  enter(
    lane: LaneBuffer,
    place: number,
  ): { readonly before: LaneBuffer | undefined; readonly isLate: boolean };
  /** Leaves blocks out of the active ones. */
  retire(isDone: (lane: LaneBuffer) => boolean): void;
}

/** Makes an empty order; the first blocks read on from those of the answer before it, where there is one. */
export function createLaneOrder(after: ReadonlyMap<LaneKind, LaneBuffer> | undefined): LaneOrder {
  const all: LaneBuffer[] = [];
  let active: LaneBuffer[] = [];
  const last = new Map<LaneKind, LaneBuffer>(after);
  /** By kind, in the order in which they were opened. */
  const spoken = new Map<LaneKind, { readonly place: number; readonly lane: LaneBuffer }[]>();

  /** The first of the blocks that were opened behind a block and spoke before it; it reads on from it. */
  const followerOf = (lane: LaneBuffer, place: number): LaneBuffer | undefined => {
    const known = spoken.get(lane.kind) ?? [];
    spoken.set(lane.kind, known);
    const index = firstIndex(known.length, (at) => (known[at]?.place ?? 0) > place);
    const follower = known[index]?.lane;
    known.splice(index, 0, { place, lane });
    return follower;
  };

  return {
    all,
    get active() {
      return active;
    },
    last,
    enter(lane, place) {
      const { kind } = lane;
      const follower = kind === 'other' ? undefined : followerOf(lane, place);
      const isLate = follower !== undefined;
      const before = kind === 'other' ? undefined : isLate ? follower.before : last.get(kind);
      insertBefore(all, lane, follower);
      insertBefore(active, lane, follower);
      if (isLate) follower.before = lane;
      else last.set(kind, lane);
      return { before, isLate };
    },
    retire(isDone) {
      if (active.some(isDone)) active = active.filter((lane) => !isDone(lane));
    },
  };
}

function insertBefore(list: LaneBuffer[], lane: LaneBuffer, follower: LaneBuffer | undefined): void {
  const index = follower === undefined ? -1 : list.indexOf(follower);
  if (index < 0) list.push(lane);
  else list.splice(index, 0, lane);
}
