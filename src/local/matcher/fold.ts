import { firstIndex } from '../../scan/index.js';
import { FOLDED_CLASS, FOLDED_PAIRS, plainOf } from './folded-characters.js';
import { STRING_BEFORE_BACKSLASH } from './terminal-escapes.js';

/** A text in the form for which patterns are written, with the original place of each character. */
export interface FoldedText {
  readonly text: string;
  /** Returns the index in the original for an index in the folded text. It is the same index if nothing was folded. */
  readonly at: (index: number) => number;
  /**
   * Returns the end in the original of a range that ends at this index of the folded text. Invisible characters after
   * the range stay outside.
   */
  readonly endAt: (index: number) => number;
}

/** The most backslashes that are read as part of an escaped blank. */
const MAX_BACKSLASHES = 8;

/**
 * Matches an escaped line break, return or tab in a text within a text: `\\n`, with more backslashes for each level of
 * nesting.
 */
const ESCAPED_BLANK = `(?<!${STRING_BEFORE_BACKSLASH})\\\\{1,${MAX_BACKSLASHES}}[nrt]`;
const FOLDABLE_SOURCE = `[${FOLDED_CLASS}\\u00a0\\u2000-\\u200a\\u2010-\\u2015\\u2024\\u202f\\u205f\\u2212\\u3000\\ufe58\\ufe63\\uff01-\\uff5e]|${FOLDED_PAIRS}|${ESCAPED_BLANK}`;
const FOLDABLE_HERE = new RegExp(FOLDABLE_SOURCE, 'y');

/** Matches characters that are not plain. Most text is plain, so this search is much faster. */
const NOT_PLAIN = /[\\\u0080-\uffff]/g;

/**
 * Tells whether a character that is not plain may be folded. Letters of Europe and East Asia and most quotation marks
 * are not folded, and they are most of the characters that are not plain.
 */
function mayFold(code: number): boolean {
  if (code >= 0xac00 && code <= 0xd7ff) return false;
  if (code >= 0x3041 && code <= 0x9fff) return code === 0x3164;
  if (code >= 0xa1 && code <= 0x482) return code === 0xad || (code >= 0x300 && code <= 0x36f);
  return !(code >= 0x2018 && code <= 0x201f);
}

/** Returns the next place that is folded, from an index on, with its text, or undefined. */
function nextFoldable(text: string, from: number): RegExpExecArray | undefined {
  NOT_PLAIN.lastIndex = from;
  for (let found = NOT_PLAIN.exec(text); found !== null; found = NOT_PLAIN.exec(text)) {
    if (!mayFold(text.charCodeAt(found.index))) continue;
    FOLDABLE_HERE.lastIndex = found.index;
    const foldable = FOLDABLE_HERE.exec(text);
    if (foldable !== null) return foldable;
  }
  return undefined;
}

const same = (index: number): number => index;

/**
 * Folds a text. Full-width and mathematical forms, digits of other scripts and in circles, and blanks and dashes of any
 * kind become ASCII. Invisible characters and marks on letters are removed. Each character is folded by itself, so the
 * parts of a text fold to the same result for any cut that leaves surrogate pairs whole.
 */
export function foldText(original: string): FoldedText {
  const first = nextFoldable(original, 0);
  if (first === undefined) return { text: original, at: same, endAt: same };
  const pieces: string[] = [];
  /** One entry for each change: an index in the folded text, and the index in the original to which it belongs. */
  const changes: { readonly folded: number; readonly original: number }[] = [];
  let length = 0;
  let copied = 0;
  for (
    let found: RegExpExecArray | undefined = first;
    found !== undefined;
    found = nextFoldable(original, copied)
  ) {
    const [character] = found;
    const plain = original.slice(copied, found.index);
    const replacement = foldCharacter(character);
    pieces.push(plain, replacement);
    length += plain.length + replacement.length;
    copied = found.index + character.length;
    if (replacement.length !== character.length) changes.push({ folded: length, original: copied });
  }
  pieces.push(original.slice(copied));
  const before = (index: number): number => {
    const change = changes[firstIndex(changes.length, (at) => (changes[at]?.folded ?? 0) > index) - 1];
    return change === undefined ? index : change.original + (index - change.folded);
  };
  return {
    text: pieces.join(''),
    at: before,
    endAt: (index) => (index === 0 ? 0 : before(index - 1) + widthAt(original, before(index - 1))),
  };
}

/** Returns the number of units of the original for which a visible folded character stands. */
function widthAt(text: string, index: number): number {
  FOLDABLE_HERE.lastIndex = index;
  return FOLDABLE_HERE.exec(text)?.[0].length ?? 1;
}

/** Returns the length of the end of an unfinished text that must wait, because more text may change how it folds. */
export function unfoldableTail(text: string): number {
  const last = text.charCodeAt(text.length - 1);
  if (last >= 0xd800 && last <= 0xdbff) return 1;
  let backslashes = 0;
  while (backslashes < MAX_BACKSLASHES && text.charAt(text.length - 1 - backslashes) === '\\')
    backslashes += 1;
  return backslashes;
}

function foldCharacter(character: string): string {
  if (character.startsWith('\\')) return character.endsWith('t') ? '\t' : '\n';
  const known = plainOf(character);
  if (known !== undefined) return known;
  const code = character.charCodeAt(0);
  if (code >= 0xff01 && code <= 0xff5e) return String.fromCharCode(code - 0xfee0);
  if ((code >= 0x2010 && code <= 0x2015) || code === 0x2212 || code === 0xfe58 || code === 0xfe63) return '-';
  return code === 0x2024 ? '.' : ' ';
}
