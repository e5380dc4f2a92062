const PAGE_BITS = 8;
const PAGE = 1 << PAGE_BITS;

/** Two ranges of scripts without cases: from CJK to Yi, and from Hangul to the compatibility forms. */
const CASELESS = { from: 0x2e00, to: 0xa640, again: 0xabc0, end: 0xff00 };

/** Cached results of a pure function, in pages that are filled as scripts appear: at most 256 pages of 512 bytes. */
const pages: (Uint16Array | undefined)[] = Array.from({ length: 0x10000 >> PAGE_BITS });

/**
 * Folds the case of a UTF-16 unit: to the lower case of its upper case, if that is one unit. It unites the letters that
 * expressions with flags `iu` unite, and a few more (`\u0131` with `i`). It misses three pairs of code points with
 * equal meaning: two Greek vowels with dialytika and tonos, and the ligature of s and t.
 */
export function foldCase(unit: number): number {
  if (unit < 128) return unit >= 65 && unit <= 90 ? unit + 32 : unit;
  if (unit >= CASELESS.from && (unit < CASELESS.to || (unit >= CASELESS.again && unit < CASELESS.end)))
    return unit;
  const page = pages[unit >> PAGE_BITS] ?? newPage(unit >> PAGE_BITS);
  return page[unit & (PAGE - 1)] ?? unit;
}

function newPage(number: number): Uint16Array {
  const page = Uint16Array.from({ length: PAGE }, (_, low) => folded((number << PAGE_BITS) | low));
  pages[number] = page;
  return page;
}

function folded(unit: number): number {
  const character = String.fromCharCode(unit);
  const upper = character.toUpperCase();
  const lower = (upper.length === 1 ? upper : character).toLowerCase();
  return lower.length === 1 ? lower.charCodeAt(0) : unit;
}
