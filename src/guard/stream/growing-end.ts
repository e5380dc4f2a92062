import { escapeAt } from '../segments/json-strings.js';
import type { TextStore } from './text-store.js';

/** A JSON escape, also in a string within strings. */
const ESCAPE = /\\+(?:u[\da-f]{4}|.)/gi;

/** The most units for one character in a JSON string. It bounds how far text is searched ahead and back. */
export const MAX_ESCAPE = 8;

/** The length of the longest escape. */
const LONGEST = 6;

/** The number of levels of JSON in JSON that are read. */
const LEVELS = 3;

/** The most units for one character in all of those levels. */
export const MAX_NESTED = LONGEST ** LEVELS;

/** A last word that is only a word, as at the end of a sentence: no number, address or key. */
const PLAIN_WORD = /^[^\p{L}\p{N}]*(?:\p{L}[\p{L}'\u2019]*)?[^\p{L}\p{N}@/\\+=_#$&-]*$/u;

/**
 * Counts the units at the end of a text that spell `length` characters. A JSON escape takes several units for one
 * character, and one in nested strings takes many. Deeper levels are assumed to be spelled like the end of the text.
 */
export function unitsSaying(length: number, tail: string): number {
  let escaped = 0;
  for (const [spelled] of tail.matchAll(ESCAPE)) escaped += spelled.length - 1;
  const units = Math.min(length * MAX_ESCAPE, length + escaped);
  let said = tail;
  for (let level = 0; level < LEVELS && said.includes('\\'); level += 1) said = unescaped(said);
  const spelled = Math.ceil((length * tail.length) / Math.max(1, said.length));
  return Math.max(units, Math.min(length * MAX_NESTED, spelled));
}

/** Returns a text without its escapes, and without the rest of an escape that it may begin in. */
function unescaped(text: string): string {
  const first = text.indexOf('\\');
  let copied = first < LONGEST ? first : 0;
  let said = '';
  for (let at = first; at !== -1; at = text.indexOf('\\', copied)) {
    const { said: letter, length } = escapeAt(text, at);
    said += text.slice(copied, at) + letter;
    copied = at + length;
  }
  return said + text.slice(copied);
}

/** Tells whether the last word of a text is only a word, so that nothing sensitive can be growing there. */
export function isPlainWord(word: string): boolean {
  return PLAIN_WORD.test(word);
}

/** The longest word to wait for, in UTF-16 code units. */
const MAX_WORD = 2048;

/**
 * Returns the start of the word that an offset is in or directly after. After a blank it returns the offset itself. A
 * word that is still being written, such as a URL, means nothing before it is complete.
 */
export function wordStartIn(text: Pick<TextStore, 'base' | 'charCodeAt'>, offset: number): number {
  const least = Math.max(text.base, offset - MAX_WORD);
  for (let at = offset; at > least; at -= 1) {
    const code = text.charCodeAt(at - 1);
    // Scripts that are written without blanks begin at U+2E80.
    if (code <= 32 || code >= 0x2e80) return at;
  }
  return least === text.base ? least : offset;
}
