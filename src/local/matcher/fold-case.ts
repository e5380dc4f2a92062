const PAGE_BITS = 8;
const PAGE = 1 << PAGE_BITS;

/** Scripts without cases lie in these two ranges, from CJK to Yi and from Hangul to the compatibility forms. */
const CASELESS = { from: 0x2e00, to: 0xa640, again: 0xabc0, end: 0xff00 };

/** Pages of a pure function's results, filled as scripts turn up; 256 pages of 512 bytes at most. */
const pages: (Uint16Array | undefined)[] = Array.from({ length: 0x10000 >> PAGE_BITS });

/**
 * A UTF-16 unit with letters that differ in case alone as one: the lower case of its upper case, as far as that is one
 * unit. It joins what expressions with flags `iu` join, a little more (`\u0131` with `i`), and all but three twins: two
 * Greek vowels with dialytika and tonos and the ligature of s and t, each of which has two codes.
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
