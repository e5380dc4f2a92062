import { describe, expect, it } from 'vitest';
import { planWindow, type WindowPlan } from '../../../src/guard/stream/plan-window.js';
import type { Window } from '../../../src/guard/stream/window.js';
import { lanesOf, laneWith } from './lanes-of.js';

const PLAN: WindowPlan = {
  minWindow: 4,
  maxWindow: 100,
  contextChars: 8,
  lookahead: 4,
  ended: false,
  growing: false,
  observing: false,
};

/** Offsets of each piece of a window: from, to, and up to where it may leave once it has passed. */
const offsets = (window: Window | undefined) =>
  window?.pieces.map(({ from, to, releaseTo }) => [from, to, releaseTo]);

/** How far a lane has come before the window is planned. */
interface Before {
  readonly scannedTo?: number;
  readonly seenTo?: number;
  readonly clearedTo?: number;
  readonly settled?: boolean;
}

const TEXT = ['one ', 'two three four five'];

describe('the next window of one block', () => {
  it.each<[title: string, pieces: readonly string[], Before, Partial<WindowPlan>, number[][] | undefined]>([
    ['waits for the first piece', ['one ', 'two'], {}, {}, undefined],
    ['leaves the last word and the lookahead behind', TEXT, {}, {}, [[0, 23, 19]]],
    ['needs no lookahead for the rest of a word', TEXT, {}, { lookahead: 0 }, [[0, 23, 19]]],
    ['looks further ahead than a word', TEXT, {}, { lookahead: 10 }, [[0, 23, 13]]],
    ['goes no further than the largest window', TEXT, {}, { maxWindow: 10 }, [[0, 10, 6]]],
    ['goes on behind what has left', TEXT, { scannedTo: 8, seenTo: 8, clearedTo: 8 }, {}, [[8, 23, 19]]],
    ['begins with what is held', TEXT, { scannedTo: 14, seenTo: 14, clearedTo: 8 }, {}, [[8, 23, 19]]],
    ['is not planned for what was seen', TEXT, { scannedTo: 23, seenTo: 23, clearedTo: 19 }, {}, undefined],
    ['waits for the least gain', TEXT, { scannedTo: 16, seenTo: 16, clearedTo: 16 }, {}, undefined],
    [
      'takes the least gain that is asked for',
      TEXT,
      { scannedTo: 16, seenTo: 16, clearedTo: 16 },
      { minWindow: 3 },
      [[16, 23, 19]],
    ],
    ['waits for a good deal more of what grows', TEXT, { seenTo: 21 }, { growing: true }, undefined],
    ['sees what grows again', TEXT, { seenTo: 20 }, { growing: true }, [[0, 23, 19]]],
    ['lets all of a settled block go', TEXT, { settled: true }, {}, [[0, 23, 23]]],
  ])('%s', (_title, pieces, before, plan, expected) => {
    const lane = laneWith(pieces);
    Object.assign(lane, before);
    expect(offsets(planWindow([lane], { ...PLAN, ...plan }))).toEqual(expected);
  });

  it('is all that is left once the answer has ended', () => {
    const lanes = lanesOf();
    const lane = laneWith(['one ', 'two'], lanes);
    lanes.end();
    expect(offsets(planWindow([lane], { ...PLAN, ended: true }))).toEqual([[0, 7, 7]]);
  });

  it('counts what is read, not what leaves, where text leaves as it comes', () => {
    const lane = laneWith(['one ', 'two'], lanesOf({ observing: true }));
    expect(offsets(planWindow([lane], { ...PLAN, observing: true }))).toEqual([[0, 7, 7]]);
  });

  it('begins behind what the scan under way lets go', () => {
    const lanes = lanesOf();
    const lane = laneWith(TEXT, lanes);
    const beside = planWindow([lane], PLAN);
    lane.push(' and six');
    lanes.end();
    expect(offsets(planWindow([lane], { ...PLAN, ended: true, beside }))).toEqual([[19, 31, 31]]);
  });
});

describe('the next window of several blocks', () => {
  it('lets the end of a block go once the next one of its kind is seen', () => {
    const lanes = lanesOf();
    const [first, second] = [laneWith(['one two'], lanes), laneWith(['three four five six'], lanes)];
    first.close();
    expect(offsets(planWindow([first, second], PLAN))).toEqual([
      [0, 7, 7],
      [0, 19, 15],
    ]);
  });

  it('holds the end of a block for as long as nothing follows', () => {
    const lane = laneWith(['one ', 'two three']);
    lane.close();
    expect(offsets(planWindow([lane], PLAN))).toEqual([[0, 13, 8]]);
  });

  it('holds nothing of a part that comes whole', () => {
    const lane = laneWith(['one two'], lanesOf(), 'other');
    lane.close();
    expect(offsets(planWindow([lane], PLAN))).toEqual([[0, 7, 7]]);
  });

  it('shares the largest window among the blocks', () => {
    const lanes = lanesOf();
    const pair = [laneWith(['one two three'], lanes), laneWith(['four five six'], lanes, 'reasoning')];
    expect(offsets(planWindow(pair, { ...PLAN, maxWindow: 20 }))?.map(([from, to]) => [from, to])).toEqual([
      [0, 13],
      [0, 7],
    ]);
  });
});
