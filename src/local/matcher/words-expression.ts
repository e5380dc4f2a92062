import { isInsidePair } from './expression.js';
import { foldText } from './fold.js';
import { foldCase } from './fold-case.js';
import type { Expression, Match } from './rule.js';

/** A blank in a word stands for at most so many in the text. */
const MAX_BLANKS = 8;

const BLANK = /\s/;
const WORD_CHARACTER = /[\p{L}\p{N}_]/u;
const SPACE = 32;

/** A word as it is looked for: characters folded as texts are, in one case, runs of blanks as one. Empty if nothing is left. */
export function foldWord(word: string): string {
  const plain = foldText(word)
    .text.replace(/\s{1,2000}/g, ' ')
    .trim();
  return Array.from({ length: plain.length }, (_, at) =>
    String.fromCharCode(foldCase(plain.charCodeAt(at))),
  ).join('');
}

/** The most UTF-16 units that a folded word can stand for. */
export const longestSpelling = (word: string): number =>
  word.length + (word.split(' ').length - 1) * (MAX_BLANKS - 1);

/** UTF-16 units of the folded words that stand at an index, by index, up to `count`; none where a word is shorter or has a blank before it. */
export function leadingUnits(words: readonly string[], count: number): (ReadonlySet<number> | undefined)[] {
  return Array.from({ length: count }, (_, at) =>
    words.some((word) => word.length <= at || word.slice(0, at + 1).includes(' '))
      ? undefined
      : new Set(words.map((word) => word.charCodeAt(at))),
  );
}

/** Words, any of which may stand next: those from `low` to before `high` in the sorted list begin with what was read. */
interface Reading {
  low: number;
  high: number;
  /** How many characters of the words have been read. */
  depth: number;
  /** How many blanks in a row have been read. */
  blanks: number;
}

/**
 * Finds whole words and phrases in any case, the longest that stands at a place. The sorted list is narrowed down
 * character by character, so that neither many nor long words cost more than their own length.
 */
export class WordsExpression implements Expression {
  /** Sorted by UTF-16 units, so that words with the same beginning are neighbours. */
  readonly #words: readonly string[];
  /** Folded first units of the words. */
  readonly #firsts: ReadonlySet<number>;

  /** `words` as `foldWord` makes them. */
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

  /** Where the longest word ends, -1 if there is none, and whether the text's end leaves it open. */
  #read(text: string, index: number): { readonly end: number; readonly open: boolean } {
    const reading: Reading = { low: 0, high: this.#words.length, depth: 0, blanks: 0 };
    let end = -1;
    for (let at = index; at < text.length; at += 1) {
      if (!this.#take(reading, text.charCodeAt(at))) return { end, open: false };
      if (this.#isWord(reading) && !isWordAt(text, at + 1)) end = at + 1;
    }
    return { end, open: true };
  }

  /** Narrows the words down by one character of the text. Returns whether any is left. */
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

  /** The first of some words whose character at a depth is not before a unit. */
  #bound(from: number, to: number, depth: number, unit: number): number {
    let low = from;
    let high = to;
    while (low < high) {
      const middle = (low + high) >> 1;
      const word = this.#words[middle] ?? '';
      // A word that ends there comes before all that go on.
      if (word.length > depth && word.charCodeAt(depth) >= unit) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /** Whether what has been read is a word: the shortest of those that begin so comes first. */
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
