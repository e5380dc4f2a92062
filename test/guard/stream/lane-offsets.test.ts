import { describe, expect, it } from 'vitest';
import { passWindow, reopenWindow } from '../../../src/guard/stream/lane-offsets.js';
import { windowOf } from '../../../src/guard/stream/window.js';
import { laneWith } from './lanes-of.js';

type Offsets = readonly [scannedTo: number, seenTo: number, clearedTo: number];

/** A lane of ten units that has come as far as its offsets say, and a window from 4 to 9 that may leave up to 7. */
function windowAt([scannedTo, seenTo, clearedTo]: Offsets) {
  const lane = laneWith(['0123456789']);
  Object.assign(lane, { scannedTo, seenTo, clearedTo });
  const window = windowOf([{ lane, from: 4, to: 9, releaseTo: 7, overlap: 0 }], 0);
  return { window, offsets: (): Offsets => [lane.scannedTo, lane.seenTo, lane.clearedTo] };
}

describe('the offsets of a lane', () => {
  it.each<[before: Offsets, after: Offsets]>([
    [
      [4, 4, 4],
      [9, 9, 7],
    ],
    [
      [10, 10, 8],
      [10, 10, 8],
    ],
  ])('go on where a window passes, and never back: %j', (before, after) => {
    const { window, offsets } = windowAt(before);
    passWindow(window);
    expect(offsets()).toEqual(after);
  });

  it.each<[title: string, replaced: boolean, before: Offsets, after: Offsets]>([
    ['go back to the window where its text was replaced', true, [6, 9, 4], [4, 4, 4]],
    ['stay where a finding may still grow, and the window was seen', false, [6, 6, 4], [6, 9, 4]],
  ])('%s', (_title, replaced, before, after) => {
    const { window, offsets } = windowAt(before);
    reopenWindow(window, replaced);
    expect(offsets()).toEqual(after);
  });
});
