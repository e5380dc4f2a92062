import { escapeAt } from '../segments/json-strings.js';
import type { TextStore } from './text-store.js';

/** An escape of JSON, in a string within strings too. */
const ESCAPE = /\\+(?:u[\da-f]{4}|.)/gi;

/** The longest that one character is spelled in a string of JSON, as far as text is looked ahead and back. */
export const MAX_ESCAPE = 8;

/** How long an escape is. */
const LONGEST = 6;

/** How many levels of JSON in JSON are looked through. */
const LEVELS = 3;

/** The longest that one character is spelled in all of those levels. */
export const MAX_NESTED = LONGEST ** LEVELS;

/** A last word that is only a word, as at the end of a sentence: no number, address or key. */
const PLAIN_WORD = /^[^\p{L}\p{N}]*(?:\p{L}[\p{L}'\u2019]*)?[^\p{L}\p{N}@/\\+=_#$&-]*$/u;

/**
 * Counts the units at the end of a text that say as many as `length`: an escape of JSON has several for one, and one
 * within strings within strings many. Deeper levels are taken to be spelled as the end of the text is.
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

/** Returns a text without its escapes, and without the rest of one that it may begin in. */
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

/** Whether the last word of a text is only a word, so that nothing sensitive can be growing there. */
export function isPlainWord(word: string): boolean {
  return PLAIN_WORD.test(word);
}

/** The longest word that is waited for, in UTF-16 code units. */
const MAX_WORD = 2048;

/**
 * Returns where the word begins that an offset stands in or behind; the offset itself behind a blank. What is still being
 * written, such as a URL, says nothing before it is whole.
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
