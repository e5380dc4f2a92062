/** An escape of JSON, in a string within strings too. */
const ESCAPE = /\\+(?:u[\da-f]{4}|.)/gi;

/** The longest that one character is spelled, as far as text is looked ahead and back. */
export const MAX_ESCAPE = 8;

/** A last word that is only a word, as at the end of a sentence: no number, address or key. */
const PLAIN_WORD = /^[^\p{L}\p{N}]*(?:\p{L}[\p{L}'\u2019]*)?[^\p{L}\p{N}@/\\+=_#$&-]*$/u;

/** How many units at the end of a text say as many as `length`: an escape of JSON has several for one. */
export function unitsSaying(length: number, tail: string): number {
  let escaped = 0;
  for (const [spelled] of tail.matchAll(ESCAPE)) escaped += spelled.length - 1;
  return Math.min(length * MAX_ESCAPE, length + escaped);
}

/** Whether the last word of a text is only a word, so that nothing sensitive can be growing there. */
export function isPlainWord(word: string): boolean {
  return PLAIN_WORD.test(word);
}
