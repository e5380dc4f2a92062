import { firstIndex } from '../../scan/index.js';
import type { LaneKind } from './lane.js';
import type { LaneBuffer } from './lane-buffer.js';

/** The blocks of an answer that have text, in the order in which they continue one another. */
export interface LaneOrder {
  readonly all: readonly LaneBuffer[];
  /** The blocks that still need work. */
  readonly active: readonly LaneBuffer[];
  /** The last block of each kind. The text after the answer continues them. */
  readonly last: ReadonlyMap<LaneKind, LaneBuffer>;
  /**
   * Inserts a block at its first text. `place` is its number among the opened blocks. Returns the block that it
   * continues, and whether it is late. A block is late if a block of its kind that was opened after it already has
   * text.
   */
  enter(
    lane: LaneBuffer,
    place: number,
  ): { readonly before: LaneBuffer | undefined; readonly isLate: boolean };
  /** Removes blocks from the active ones. */
  retire(isDone: (lane: LaneBuffer) => boolean): void;
}

/** Makes an empty order. The first blocks continue those of the answer before it, if there is one. */
export function createLaneOrder(after: ReadonlyMap<LaneKind, LaneBuffer> | undefined): LaneOrder {
  const all: LaneBuffer[] = [];
  let active: LaneBuffer[] = [];
  const last = new Map<LaneKind, LaneBuffer>(after);
  /** By kind, in the order in which they were opened. */
  const spoken = new Map<LaneKind, { readonly place: number; readonly lane: LaneBuffer }[]>();

  /** Returns the first block that was opened after a block but had text before it. That block continues this one. */
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
