import { firstIndex } from '../../scan/index.js';
import { FOLDED_CLASS, FOLDED_PAIRS, plainOf } from './folded-characters.js';
import { STRING_BEFORE_BACKSLASH } from './terminal-escapes.js';

/** A text in the form that patterns are written for, and where each of its characters came from. */
export interface FoldedText {
  readonly text: string;
  /** The index in the original of an index in the folded text; the same index where nothing was folded. */
  readonly at: (index: number) => number;
  /** The end in the original of a range that ends at this index of the folded text: invisible characters that follow stay outside. */
  readonly endAt: (index: number) => number;
}

/** The most backslashes that are read as part of an escaped blank. */
const MAX_BACKSLASHES = 8;

/** A line break, return or tab as texts within texts write it: `\\n`, and with more backslashes the deeper it is nested. */
const ESCAPED_BLANK = `(?<!${STRING_BEFORE_BACKSLASH})\\\\{1,${MAX_BACKSLASHES}}[nrt]`;
const FOLDABLE_SOURCE = `[${FOLDED_CLASS}\\u00a0\\u2000-\\u200a\\u2010-\\u2015\\u2024\\u202f\\u205f\\u2212\\u3000\\ufe58\\ufe63\\uff01-\\uff5e]|${FOLDED_PAIRS}|${ESCAPED_BLANK}`;
const FOLDABLE_HERE = new RegExp(FOLDABLE_SOURCE, 'y');

/** Plain text is most of all text: what is not is found much faster. */
const NOT_PLAIN = /[\\\u0080-\uffff]/g;

/**
 * Whether a character that is not plain may be folded: letters of Europe, of East Asia and most quotation marks are not,
 * and they are most of what is not plain.
 */
function mayFold(code: number): boolean {
  if (code >= 0xac00 && code <= 0xd7ff) return false;
  if (code >= 0x3041 && code <= 0x9fff) return code === 0x3164;
  if (code >= 0xa1 && code <= 0x482) return code === 0xad || (code >= 0x300 && code <= 0x36f);
  return !(code >= 0x2018 && code <= 0x201f);
}

/** The next place that is folded, from an index on, with what stands there; nothing where there is none. */
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
 * Full-width and mathematical forms, digits of other scripts and in circles, blanks and dashes of any kind become ASCII;
 * invisible characters and marks on letters go. Each character is folded by itself, so the fold of a text is that of its parts in any cut that leaves
 * surrogate pairs whole.
 */
export function foldText(original: string): FoldedText {
  const first = nextFoldable(original, 0);
  if (first === undefined) return { text: original, at: same, endAt: same };
  const pieces: string[] = [];
  /** Folded index and how far the original is ahead from there on, for each change. */
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

/** How many units of the original a folded character that is seen stands for. */
function widthAt(text: string, index: number): number {
  FOLDABLE_HERE.lastIndex = index;
  return FOLDABLE_HERE.exec(text)?.[0].length ?? 1;
}

/** How much of the end of a text that goes on must wait: it may fold in another way once more has come. */
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
