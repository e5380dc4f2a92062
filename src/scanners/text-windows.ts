import { sectionsIn } from '../scan/index.js';

/** The sizes of windows: their UTF-16 code units, and the code units that each repeats of the one before. */
export interface WindowSizes {
  readonly windowChars: number;
  readonly overlapChars: number;
}

/** A part of a text and its offset, in UTF-16 code units. */
export interface TextWindow {
  readonly text: string;
  readonly start: number;
}

/**
 * Cuts a text into windows, each section by itself. Every character is in a window. A stretch no longer than the
 * overlap is whole in one of them, unless it spans two sections. A surrogate pair is never split.
 */
export function windowsOf(text: string, sizes: WindowSizes, sections?: readonly number[]): TextWindow[] {
  return sectionsIn(text, sections).flatMap(([from, to]) => {
    const windows: TextWindow[] = [];
    for (const [start, end] of cuts(text, from, to, sizes))
      windows.push({ text: text.slice(start, end), start });
    return windows;
  });
}

/** Counts the windows that a text is cut into, without making them. */
export function countWindows(text: string, sizes: WindowSizes, sections?: readonly number[]): number {
  return sectionsIn(text, sections).reduce((sum, [from, to]) => {
    let count = 0;
    for (const _ of cuts(text, from, to, sizes)) count += 1;
    return sum + count;
  }, 0);
}

function* cuts(
  text: string,
  from: number,
  to: number,
  { windowChars, overlapChars }: WindowSizes,
): Generator<readonly [start: number, end: number]> {
  let start = from;
  for (;;) {
    const end = Math.min(to, afterPair(text, start + windowChars));
    yield [start, end];
    if (end >= to) return;
    // An overlap is at most half a window, so each window begins after the start of the one before.
    start = beforePair(text, end - overlapChars);
  }
}

const splitsPair = (text: string, at: number): boolean =>
  (text.charCodeAt(at - 1) & 0xfc00) === 0xd800 && (text.charCodeAt(at) & 0xfc00) === 0xdc00;

const afterPair = (text: string, at: number): number => (splitsPair(text, at) ? at + 1 : at);
const beforePair = (text: string, at: number): number => (splitsPair(text, at) ? at - 1 : at);
