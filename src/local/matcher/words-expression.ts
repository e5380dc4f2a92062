import { isInsidePair } from './expression.js';
import { foldText } from './fold.js';
import { foldCase } from './fold-case.js';
import type { Expression, Match } from './rule.js';

/** The most blanks in the text for which a blank in a word stands. */
const MAX_BLANKS = 8;

const BLANK = /\s/;
const WORD_CHARACTER = /[\p{L}\p{N}_]/u;
const SPACE = 32;

/**
 * Folds a word for the search: its characters like those of texts, its case, and each run of blanks to one. The result
 * is empty if nothing is left.
 */
export function foldWord(word: string): string {
  const plain = foldText(word)
    .text.replace(/\s{1,2000}/g, ' ')
    .trim();
  return Array.from({ length: plain.length }, (_, at) =>
    String.fromCharCode(foldCase(plain.charCodeAt(at))),
  ).join('');
}

/** Returns the most UTF-16 units of text for which a folded word can stand. */
export const longestSpelling = (word: string): number =>
  word.length + (word.split(' ').length - 1) * (MAX_BLANKS - 1);

/**
 * Returns the UTF-16 units of the folded words at each index up to `count`. An index has none if a word is shorter or
 * has a blank before it.
 */
export function leadingUnits(words: readonly string[], count: number): (ReadonlySet<number> | undefined)[] {
  return Array.from({ length: count }, (_, at) =>
    words.some((word) => word.length <= at || word.slice(0, at + 1).includes(' '))
      ? undefined
      : new Set(words.map((word) => word.charCodeAt(at))),
  );
}

/**
 * The words that are still possible: those from `low` to before `high` in the sorted list begin with the text read so
 * far.
 */
interface Reading {
  low: number;
  high: number;
  /** The number of characters of the words that have been read. */
  depth: number;
  /** The number of blanks in a row that have been read. */
  blanks: number;
}

/**
 * Finds whole words and phrases in any case, the longest at each place. It narrows down a sorted list character by
 * character, so a search costs no more than the length of the words at the place.
 */
export class WordsExpression implements Expression {
  /** Sorted by UTF-16 units, so that words with the same beginning are neighbours. */
  readonly #words: readonly string[];
  /** The folded first units of the words. */
  readonly #firsts: ReadonlySet<number>;

  /** `words` are results of `foldWord`. */
  constructor(words: readonly string[]) {
    this.#words = [...new Set(words)].sort((a, b) => (a < b ? -1 : 1));
    this.#firsts = new Set(this.#words.map((word) => word.charCodeAt(0)));
  }

  search(text: string, from: number): Match | undefined {
    for (let index = from; index < text.length; index += 1) {
      const found = this.matchAt(text, index);
      if (found !== undefined) return { start: index, text: found };
    }
    return undefined;
  }

  matchAt(text: string, index: number): string | undefined {
    if (!this.#mayBegin(text, index)) return undefined;
    const { end } = this.#read(text, index);
    return end < 0 ? undefined : text.slice(index, end);
  }

  isBeginning(text: string, index: number): boolean {
    return index < text.length && this.#mayBegin(text, index) && this.#read(text, index).open;
  }

  #mayBegin(text: string, index: number): boolean {
    return this.#firsts.has(foldCase(text.charCodeAt(index))) && !isWordBefore(text, index);
  }

  /** Returns the end of the longest word, or -1 if there is none, and whether the end of the text leaves it open. */
  #read(text: string, index: number): { readonly end: number; readonly open: boolean } {
    const reading: Reading = { low: 0, high: this.#words.length, depth: 0, blanks: 0 };
    let end = -1;
    for (let at = index; at < text.length; at += 1) {
      if (!this.#take(reading, text.charCodeAt(at))) return { end, open: false };
      if (this.#isWord(reading) && !isWordAt(text, at + 1)) end = at + 1;
    }
    return { end, open: true };
  }

  /** Narrows the words down by one character of the text. Returns whether any word is left. */
  #take(reading: Reading, unit: number): boolean {
    const blank = isBlank(unit);
    if (blank && reading.blanks > 0) {
      reading.blanks += 1;
      return reading.blanks <= MAX_BLANKS;
    }
    const wanted = blank ? SPACE : foldCase(unit);
    const { low, high, depth } = reading;
    reading.low = this.#bound(low, high, depth, wanted);
    reading.high = this.#bound(reading.low, high, depth, wanted + 1);
    reading.depth = depth + 1;
    reading.blanks = blank ? 1 : 0;
    return reading.low < reading.high;
  }

  /** Returns the first word of a range whose character at a depth is not before a unit. */
  #bound(from: number, to: number, depth: number, unit: number): number {
    let low = from;
    let high = to;
    while (low < high) {
      const middle = (low + high) >> 1;
      const word = this.#words[middle] ?? '';
      // A word that ends there sorts before all longer ones.
      if (word.length > depth && word.charCodeAt(depth) >= unit) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /** Tells whether the text read so far is a word. The shortest of the possible words comes first. */
  #isWord({ low, depth }: Reading): boolean {
    return this.#words[low]?.length === depth;
  }
}

const isBlank = (unit: number): boolean =>
  unit < 128 ? unit === SPACE || (unit >= 9 && unit <= 13) : BLANK.test(String.fromCharCode(unit));

function isWordAt(text: string, index: number): boolean {
  return index < text.length && isWordCharacter(text.codePointAt(index) ?? 0);
}

function isWordBefore(text: string, index: number): boolean {
  if (index === 0) return false;
  return isWordCharacter(text.codePointAt(isInsidePair(text, index - 1) ? index - 2 : index - 1) ?? 0);
}

const isWordCharacter = (code: number): boolean =>
  code < 128
    ? (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57) || code === 95
    : WORD_CHARACTER.test(String.fromCodePoint(code));
