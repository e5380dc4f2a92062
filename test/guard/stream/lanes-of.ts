import type { LaneKind } from '../../../src/guard/stream/lane.js';
import type { LaneBuffer } from '../../../src/guard/stream/lane-buffer.js';
import { createLanes, type Lanes, type LanesParts } from '../../../src/guard/stream/lanes.js';

/** Lanes of an answer in which nothing is found while it flows; what matters to the test is given. */
export function lanesOf(given: Partial<LanesParts> = {}): Lanes {
  return createLanes({
    observing: false,
    withheld: false,
    replace: undefined,
    findStream: () => undefined,
    ...given,
  });
}

/** A lane with text that came in pieces. */
export function laneWith(
  pieces: readonly string[],
  lanes: Lanes = lanesOf(),
  kind: LaneKind = 'text',
): LaneBuffer {
  const lane = lanes.open(kind);
  for (const piece of pieces) lane.push(piece);
  return lane;
}
