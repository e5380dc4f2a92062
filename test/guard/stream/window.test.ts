import { describe, expect, it } from 'vitest';
import { placeSpans, readsOn, wholeWindow, windowOf } from '../../../src/guard/stream/window.js';
import type { DetectedSpan } from '../../../src/scan/index.js';
import { lanesOf, laneWith } from './lanes-of.js';

const whole = (lane: ReturnType<typeof laneWith>, from = 0) => ({
  lane,
  from,
  to: lane.length,
  releaseTo: lane.length,
  overlap: 0,
});

const span = (start: number, end: number): DetectedSpan => ({
  field: 'response',
  start,
  end,
  detector: 'dlp',
  label: 'SECRET',
});

describe('the text of a window', () => {
  it('has words before thoughts before what comes whole, with a break between', () => {
    const lanes = lanesOf();
    const other = laneWith(['title'], lanes, 'other');
    const thought = laneWith(['hm'], lanes, 'reasoning');
    const words = laneWith(['hello'], lanes);
    expect(
      windowOf(
        [other, thought, words].map((lane) => whole(lane)),
        8,
      ).text,
    ).toBe('hello\n\nhm\n\ntitle');
  });

  it('reads on from block to block, and tells where they meet', () => {
    const lanes = lanesOf();
    const pair = [laneWith(['12'], lanes), laneWith(['34'], lanes)];
    const { text, threads, isWhole } = wholeWindow(pair, 8);
    expect([text, isWhole]).toEqual(['1234', true]);
    expect(threads).toEqual([
      {
        joiner: '\n\n',
        stretches: [
          { start: 0, end: 2 },
          { start: 2, end: 4 },
        ],
      },
    ]);
    const [first, second] = pair.map((lane) => whole(lane));
    expect(second !== undefined && readsOn(second, first)).toBe(true);
    expect(first !== undefined && readsOn(first, second)).toBe(false);
  });

  it.each([
    ['as much of what has left as is asked for', 4, 'llo world'],
    ['nothing where nothing is asked for', 0, 'world'],
  ])('has in front of it %s', (_title, contextChars, text) => {
    const lane = laneWith(['hello world']);
    lane.clearedTo = 6;
    expect(windowOf([whole(lane, 6)], contextChars).text).toBe(text);
  });
});

describe('a finding of a window', () => {
  it.each<[title: string, at: [number, number], places: [number, number][]]>([
    ['lies in its block', [0, 2], [[0, 2]]],
    [
      'runs over two blocks',
      [1, 3],
      [
        [1, 2],
        [0, 1],
      ],
    ],
    ['lies in the second block', [2, 4], [[0, 2]]],
  ])('%s', (_title, [start, end], places) => {
    const lanes = lanesOf();
    const window = wholeWindow([laneWith(['12'], lanes), laneWith(['34'], lanes)], 8);
    const [found] = placeSpans(window, [span(start, end)]);
    expect(found?.places.map((place) => [place.start, place.end])).toEqual(places);
  });

  it('begins before the piece where it begins in what has left', () => {
    const lane = laneWith(['hello world']);
    lane.clearedTo = 6;
    const window = windowOf([whole(lane, 6)], 4);
    const [found] = placeSpans(window, [span(2, 7)]);
    expect(found?.places.map((place) => [place.start, place.end])).toEqual([[4, 9]]);
  });

  it('covers a finding that has been replaced as a whole', () => {
    const lane = laneWith(['my key is abc now']);
    lane.redact({ label: 'KEY', start: 10, end: 13, placeholder: '[KEY]' });
    const window = windowOf([whole(lane)], 8);
    expect(window.text).toBe('my key is [KEY] now');
    const [found] = placeSpans(window, [span(12, 17)]);
    expect(found?.places.map((place) => [place.start, place.end])).toEqual([[10, 15]]);
  });
});
