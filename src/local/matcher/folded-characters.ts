/**
 * Invisible characters that can stand anywhere: soft hyphen, zero-width, bidi and format marks, Hangul fillers,
 * invisible vowels and separators, the Braille blank, variation selectors, interlinear marks, tags.
 */
const INVISIBLE =
  '\\u00ad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\u2800\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff9-\\ufffb';
/** Invisible characters of other planes: variation selectors and tags, format marks of music. */
const INVISIBLE_PAIRS = '[\\udb40-\\udb43][\\udc00-\\udfff]|\\ud834[\\udd73-\\udd7a]';
/** Marks on the character before them: accents, strokes, enclosures (Unicode 16.0, chart of combining marks). */
const MARKS =
  '\\u0300-\\u034e\\u0350-\\u036f\\u0483-\\u0489\\u1ab0-\\u1aff\\u1dc0-\\u1dff\\u20d0-\\u20ff\\ufe20-\\ufe2f';

/** The zeros of other scripts (Unicode 16.0, general category Nd). Each begins a run of ten digits. */
const ZEROS = [
  ...[0x0660, 0x06f0, 0x07c0, 0x0966, 0x09e6, 0x0a66, 0x0ae6, 0x0b66, 0x0be6, 0x0c66, 0x0ce6, 0x0d66, 0x0de6],
  ...[0x0e50, 0x0ed0, 0x0f20, 0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50, 0x1bb0],
  ...[0x1c40, 0x1c50, 0xa620, 0xa8d0, 0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0],
  ...[
    0x104a0, 0x10d30, 0x10d40, 0x11066, 0x110f0, 0x11136, 0x111d0, 0x112f0, 0x11450, 0x114d0, 0x11650,
    0x116c0,
  ],
  ...[
    0x116d0, 0x116da, 0x11730, 0x118e0, 0x11950, 0x11bf0, 0x11c50, 0x11d50, 0x11da0, 0x11f50, 0x16130,
    0x16a60,
  ],
  ...[0x16ac0, 0x16b50, 0x16d70, 0x1ccf0, 0x1e140, 0x1e2f0, 0x1e4f0, 0x1e5f1, 0x1e950, 0x1fbf0],
];
/** The ones in circles. Each begins a run of nine digits. */
const CIRCLED_ONES = [0x2460, 0x2776, 0x2780, 0x278a];
const CIRCLED_ZEROS = '\\u24ea\\u24ff';
/** Letters in circles, and letters and digits of mathematics. */
const CIRCLED_LETTERS = '\\u24b6-\\u24e9';
/** Unassigned places of that block (Unicode 16.0). They are not folded. */
const UNASSIGNED =
  '\\udc55\\udc9d\\udca0\\udca1\\udca3\\udca4\\udca7\\udca8\\udcad\\udcba\\udcbc\\udcc4\\udd06\\udd0b\\udd0c\\udd15\\udd1d\\udd3a\\udd3f\\udd45\\udd47\\udd48\\udd49\\udd51\\udea6\\udea7\\udfcc\\udfcd';
const MATHEMATICAL = `\\ud835(?![${UNASSIGNED}])[\\udc00-\\udfff]`;

const escaped = (unit: number): string => `\\u${unit.toString(16).padStart(4, '0')}`;

/** Returns a run of characters from a code point on, for a class or as a pair of units. */
function runOf(first: number, count: number): string {
  const from = String.fromCodePoint(first);
  const low = from.charCodeAt(from.length - 1);
  const range = `${escaped(low)}-${escaped(low + count - 1)}`;
  return from.length === 1 ? range : `${escaped(from.charCodeAt(0))}[${range}]`;
}

const isPair = (code: number): boolean => code > 0xffff;
const DIGITS = ZEROS.filter((zero) => !isPair(zero))
  .map((zero) => runOf(zero, 10))
  .concat(CIRCLED_ONES.map((one) => runOf(one, 9)))
  .join('');

/** The characters that fold, as the inside of a class, and the pairs of units that fold. */
export const FOLDED_CLASS = `${INVISIBLE}${MARKS}${DIGITS}${CIRCLED_ZEROS}${CIRCLED_LETTERS}`;
export const FOLDED_PAIRS = [
  INVISIBLE_PAIRS,
  MATHEMATICAL,
  ...ZEROS.filter(isPair).map((zero) => runOf(zero, 10)),
].join('|');

const UNSEEN = new RegExp(`^(?:[${INVISIBLE}${MARKS}]|${INVISIBLE_PAIRS})$`);
const COMPATIBLE = new RegExp(`^(?:[${CIRCLED_LETTERS}]|${MATHEMATICAL})$`);

/** Returns the plain form of a character of the class or of one of the pairs, or undefined for another one. */
export function plainOf(character: string): string | undefined {
  if (UNSEEN.test(character)) return '';
  if (COMPATIBLE.test(character)) return character.normalize('NFKC');
  const code = character.codePointAt(0) ?? 0;
  if (code === 0x24ea || code === 0x24ff) return '0';
  const zero = ZEROS.find((first) => code >= first && code <= first + 9);
  if (zero !== undefined) return String(code - zero);
  const one = CIRCLED_ONES.find((first) => code >= first && code <= first + 8);
  return one === undefined ? undefined : String(code - one + 1);
}
