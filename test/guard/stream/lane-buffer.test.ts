import { describe, expect, it } from 'vitest';
import { lanesOf, laneWith } from './lanes-of.js';

const KEY = { label: 'KEY', start: 7, end: 10, placeholder: '[KEY]' };

describe('a lane', () => {
  it('counts what has come and what may leave, for itself and for all', () => {
    const lanes = lanesOf();
    const [one, other] = [laneWith(['hello ', 'you'], lanes), laneWith(['there'], lanes)];
    one.clearedTo = 6;
    other.clearedTo = 2;
    expect([one.length, one.firstLength, one.releasedTo]).toEqual([9, 6, 6]);
    expect([lanes.length, lanes.released]).toEqual([14, 8]);
  });

  it('lets nothing leave while the answer is withheld, then what has been cleared', () => {
    const lanes = lanesOf({ withheld: true });
    const lane = laneWith(['hello'], lanes);
    lane.clearedTo = 5;
    expect([lane.releasedTo, lanes.released]).toEqual([0, 0]);
    lanes.release();
    expect([lane.releasedTo, lanes.released]).toEqual([5, 5]);
  });

  it('lets text leave as it comes where it is only observed', () => {
    expect(laneWith(['hello'], lanesOf({ observing: true })).releasedTo).toBe(5);
  });

  it.each<[from: number, to: number, text: string]>([
    [0, 15, 'my key [KEY] here'],
    [0, 8, 'my key [KEY]'],
    [8, 15, ' here'],
    [10, 15, ' here'],
  ])('has what is replaced where it begins: %i to %i', (from, to, text) => {
    const lane = laneWith(['my key abc here']);
    lane.redact(KEY);
    expect(lane.read(from, to)).toBe(text);
  });

  it('is judged again from a place that is replaced, and holds what follows', () => {
    const lane = laneWith(['my key abc here']);
    Object.assign(lane, { scannedTo: 15, seenTo: 15, clearedTo: 12 });
    lane.redact(KEY);
    expect([lane.scannedTo, lane.seenTo, lane.clearedTo]).toEqual([7, 7, 7]);
    expect([7, 8, 10].map((offset) => lane.isInsideReplaced(offset))).toEqual([false, true, false]);
  });

  it('does not reach what has left', () => {
    const lane = laneWith(['my key abc here']);
    lane.clearedTo = 8;
    expect(lane.reach(7, 10)).toBeUndefined();
    expect(lane.reach(8, 10)).toEqual({ start: 8, end: 10, text: 'bc' });
  });

  it.each<[text: string, offset: number, start: number]>([
    ['one two', 7, 4],
    ['one two ', 8, 8],
    ['one', 3, 0],
    ['\u4f60\u597d', 2, 2],
  ])('begins the last word of %j before %i at %i', (text, offset, start) => {
    expect(laneWith([text]).wordStart(offset)).toBe(start);
  });

  it.each<[title: string, text: string, to: number]>([
    ['a plain word', 'all is well.', 12],
    ['a number', 'call 555', 0],
    ['what looks like an address', 'a longer line, mail bob@example', 20],
  ])('is settled with %s at its end', (_title, text, to) => {
    expect(laneWith([text]).settleTo(4)).toBe(to);
  });

  it('is done once all of it has been judged and has left', () => {
    const lane = laneWith(['hello']);
    lane.close();
    Object.assign(lane, { scannedTo: 5, clearedTo: 5 });
    expect(lane.isDone).toBe(false);
    lane.take(0, 5);
    expect(lane.isDone).toBe(true);
  });

  it('forgets what has left but for what is asked to be kept', () => {
    const lane = laneWith(['x'.repeat(10_000)]);
    Object.assign(lane, { scannedTo: 10_000, clearedTo: 10_000 });
    lane.take(0, 10_000);
    lane.forget(96);
    expect(lane.isRemembered).toBe(false);
    expect(lane.read(9_904, 10_000)).toBe('x'.repeat(96));
  });
});
