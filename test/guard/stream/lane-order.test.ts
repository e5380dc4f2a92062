import { describe, expect, it } from 'vitest';
import { lanesOf, laneWith } from './lanes-of.js';

describe('the order of the blocks of an answer', () => {
  it('is that in which they were opened, whenever they begin to speak', () => {
    const lanes = lanesOf();
    const [first, second, third] = [lanes.open('text'), lanes.open('text'), lanes.open('text')];
    third.push('three');
    first.push('one');
    second.push('two');
    expect(lanes.all).toEqual([first, second, third]);
    expect([first.before, second.before, third.before]).toEqual([undefined, first, second]);
    expect(lanes.last.get('text')).toBe(third);
  });

  it('is one of its own for each kind, and none for what comes whole', () => {
    const lanes = lanesOf();
    const words = laneWith(['one'], lanes);
    const thought = laneWith(['hm'], lanes, 'reasoning');
    const title = laneWith(['title'], lanes, 'other');
    const more = laneWith(['two'], lanes);
    expect([thought.before, title.before, more.before]).toEqual([undefined, undefined, words]);
    expect([lanes.last.get('text'), lanes.last.get('reasoning')]).toEqual([more, thought]);
  });

  it('goes on from the answer before it', () => {
    const before = lanesOf();
    const end = laneWith(['the end'], before);
    expect(laneWith(['and more'], lanesOf({ after: before.last })).before).toBe(end);
  });

  it('leaves a block out of the active ones once nothing is to be done for it', () => {
    const lanes = lanesOf();
    const lane = laneWith(['one'], lanes);
    lane.close();
    Object.assign(lane, { scannedTo: 3, clearedTo: 3 });
    lanes.tidy();
    expect(lanes.active).toEqual([lane]);
    lane.take(0, 3);
    lanes.tidy();
    expect([lanes.active, lanes.all]).toEqual([[], [lane]]);
  });

  it('is settled for blocks that are closed, but for one whose end reads on in an open block', () => {
    const lanes = lanesOf();
    const first = laneWith(['one'], lanes);
    first.close();
    const second = laneWith(['two'], lanes);
    lanes.settle();
    expect(first.settled).toBe(false);
    second.close();
    lanes.settle();
    expect([first.settled, second.settled, lanes.settlements]).toEqual([true, true, 2]);
  });
});
