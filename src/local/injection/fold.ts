import { LOOKALIKES } from './confusables.js';

/** The value of a character that is not a letter or digit. Letters and digits fold to their code. */
export const NO_LETTER = 0;
/**
 * The value of an invisible character: zero-width and bidi controls, soft hyphens, variation selectors, combining
 * marks.
 */
export const INVISIBLE = 1;
/** The value of a character that ends a sentence in a script without a blank after it. */
export const SENTENCE_END = 2;
/** The flag of a script without blanks between words. The low bits hold the character itself. */
export const UNSPACED = 0x200000;
/** The value of a character that folds to more than one; `expansion` returns them. */
export const SEVERAL = 4;
/** Letters in negative circles and squares, which have no compatibility form: first code points of their rows. */
const FILLED: readonly number[] = [0x1f150, 0x1f170];
/** The flag in the result of `fold` for a character that is not ASCII but reads as ASCII. */
export const DISGUISED = 0x400000;

const PAGE_BITS = 8;
const PAGE = 1 << PAGE_BITS;
const TAG_START = 0xe0020;
const TAG_END = 0xe007e;

const LOOKALIKE_OF: ReadonlyMap<string, string> = new Map(
  Object.entries(LOOKALIKES).flatMap(([latin, others]) =>
    [...others].map((other) => [other, latin] as const),
  ),
);

/** Characters that folding replaces: look-alikes, and ß. */
const REPLACED = new RegExp(`[${[...LOOKALIKE_OF.keys()].filter((char) => char > '\x7f').join('')}ß]`, 'gu');

/** Cached results of a pure function, in pages that are filled as scripts appear: at most 4096 pages of 1 KB. */
const pages = new Map<number, Int32Array>();

/**
 * Returns the folded form of a code point, without compatibility forms, case, diacritics and look-alikes.
 * @returns one of the constants of this module, a code point with flags, or a plain code point.
 */
export function fold(codePoint: number): number {
  if (codePoint < 0x80) return foldAscii(codePoint);
  if (codePoint >= TAG_START && codePoint <= TAG_END) {
    const letter = foldAscii(codePoint - 0xe0000);
    return letter === NO_LETTER ? NO_LETTER : letter | DISGUISED;
  }
  if (codePoint >= 0xe0000) return INVISIBLE;
  const key = codePoint >>> PAGE_BITS;
  const page = pages.get(key) ?? newPage(key);
  return page[codePoint & (PAGE - 1)] ?? NO_LETTER;
}

/** Returns the folded characters of a code point for which `fold` returns `SEVERAL`. */
export function expansion(codePoint: number): string {
  return skeleton(String.fromCodePoint(codePoint));
}

/** Folds a whole string in the same way as single characters. Lists of lexicon words are folded with it. */
export function skeleton(text: string): string {
  if (!/[^\0-\x7f]/.test(text)) return text.toLowerCase();
  const plain = text
    .normalize('NFKD')
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[\p{M}\p{Cf}]/gu, '');
  // NFKD splits Hangul syllables. NFC puts them together again; everything else is a single code point already.
  return plain.replace(REPLACED, (char) => LOOKALIKE_OF.get(char) ?? 'ss').normalize('NFC');
}

/** Letters that only Vietnamese writes. */
const VIETNAMESE = /[\u1ea0-\u1ef9\u01a0\u01a1\u01af\u01b0\u0110\u0111]/u;
const MARKED = /[\u00c0-\u024f\u1e00-\u1eff]|[\u0300-\u036f]/u;

/**
 * Returns the form of a short word whose marks make it another word (`d\u00e2n` is not `dan`). Returns undefined if the
 * marks may be left out. Long words mean the same with and without marks, and attacks add marks to hide them.
 */
export function markedForm(word: string): string | undefined {
  if (word.length > 12 || !MARKED.test(word)) return undefined;
  const form = word.normalize('NFC').toLowerCase();
  const size = [...form].length;
  return size <= 3 || (size <= 5 && VIETNAMESE.test(form)) ? form : undefined;
}

function newPage(key: number): Int32Array {
  const page = new Int32Array(PAGE);
  for (let low = 0; low < PAGE; low++) page[low] = classify((key << PAGE_BITS) | low);
  pages.set(key, page);
  return page;
}

function classify(codePoint: number): number {
  const row = FILLED.find((start) => codePoint >= start && codePoint < start + 26);
  if (row !== undefined) return (codePoint - row + 0x61) | DISGUISED;
  const char = String.fromCodePoint(codePoint);
  if (/\p{M}|\p{Cf}|[\u115f\u1160\u3164\uffa0]/u.test(char)) return INVISIBLE;
  if (/[。！？｡।]/u.test(char)) return SENTENCE_END;
  if (/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}ー]/u.test(char)) {
    return (skeleton(char).codePointAt(0) ?? codePoint) | UNSPACED;
  }
  // Unicode treats circled and squared letters as symbols, but they are compatibility forms of letters.
  const folded = skeleton(char);
  const [first = '', ...rest] = [...folded];
  if (!/[\p{L}\p{N}]/u.test(first)) return NO_LETTER;
  if (rest.length > 0) return /^[\p{L}\p{N}]{2,8}$/u.test(folded) ? SEVERAL : (first.codePointAt(0) ?? 0);
  const code = first.codePointAt(0) ?? 0;
  return code < 0x80 && !/[\u00c0-\u024f\u1e00-\u1eff]/u.test(char) ? code | DISGUISED : code;
}

function foldAscii(code: number): number {
  if (code >= 0x41 && code <= 0x5a) return code + 0x20;
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x30 && code <= 0x39) ? code : NO_LETTER;
}
