import { looksRandom } from './entropy.js';

/** The evidence of randomness that the rest of a credential on the next line needs, in bits. */
const NEXT_LINE = 3;

/**
 * Returns a source for the following lines of a credential that was broken into lines: up to `lines` more of its
 * characters. `characters` is the inside of a class of a regular expression.
 */
export const nextLines = (characters: string, lines: number): string =>
  `(?:\\r?\\n[ \\t]{0,4}[${characters}]{4,255}){0,${lines}}`;

/**
 * Returns the length of a credential together with those of the following lines that are random too. Ordinary text
 * continues in words.
 */
export function withNextLines(match: string): number {
  let length = match.search(/\r?\n/);
  if (length < 0) return match.length;
  for (const { 0: line, index } of match.matchAll(/\r?\n[ \t]*([^\r\n]+)/g)) {
    if (!isRest(line.trim())) return length;
    length = index + line.length;
  }
  return length;
}

function isRest(line: string): boolean {
  return line.length >= 24 ? looksRandom(line) : /\d/.test(line) && looksRandom(line, NEXT_LINE);
}
