import { type MappedPiece, type MappedSource, type MappedText, mapPieces } from './mapped-text.js';

/** The meaning of escapes with one letter: RFC 8259 section 7, and those that JSON5 and JavaScript add. */
const LETTERS: ReadonlyMap<string, string> = new Map([
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['v', '\v'],
  ['0', '\0'],
  ['\n', ''],
]);

/** An escape that names a code point, without the backslash. */
const CODE_POINT = /u\{0{0,8}([\da-f]{1,6})\}|u([\da-f]{4})|x([\da-f]{2})/iy;

/** The length of text before a string that is read with it. The name of a value tells what it is. */
const BEFORE = 96;

/** The length of text after a string that is read with it. */
const BEHIND = 16;

/** The separator of strings that are not neighbours. */
const APART = '\n\n';

/**
 * Reads the strings of a text as a JSON parser does, each with the text around it. The text may be JSON, prose or a
 * fence with JSON in it, or JSON that is cut off. A string extends from the quote before an escape to the quote after
 * it. So no parser is needed, and the rest need not be well formed. Strings without escapes are left out, because they
 * read the same as they are written. Returns undefined if no string has an escape.
 * @param isOpen whether the text may begin inside a string
 */
export function readStrings(source: MappedSource, isOpen = false): ReadStrings | undefined {
  const { text } = source;
  const pieces: MappedPiece[] = [];
  let isTelling = false;
  /** The start of the string that holds the escape, if one has begun. */
  let begin = isOpen ? 0 : undefined;
  /** The first quote that was not passed yet. */
  let quote = text.indexOf('"');
  /** The end of the text that was taken. */
  let taken = 0;
  for (let at = text.indexOf('\\'); at !== -1; ) {
    for (; quote !== -1 && quote < at; quote = text.indexOf('"', quote + 1)) begin = quote + 1;
    if (begin === undefined) {
      // This is prose, unless it is the quote of a string within a string.
      if (quote === at + 1) begin = at + 2;
      at = text.indexOf('\\', at + 2);
      continue;
    }
    const from = Math.max(taken, begin - BEFORE);
    if (from > taken && taken > 0) pieces.push({ from, to: from, instead: APART });
    const { end, telling } = unescapeString(text, { from, at, quote }, pieces);
    isTelling ||= telling;
    at = text.indexOf('\\', end);
    // The text after the string is read with it, up to the next string with escapes of its own.
    const next = text.indexOf('"', end + 1);
    taken = Math.min(end + BEHIND, text.length, next === -1 ? text.length : Math.max(end, next));
    if (at !== -1) taken = Math.min(taken, Math.max(end, at));
    pieces.push({ from: end, to: taken });
    begin = end + 1;
    quote = next;
  }
  return pieces.length === 0 ? undefined : { view: mapPieces(source, pieces), isTelling };
}

/** The strings of a text, without their escapes. */
export interface ReadStrings {
  readonly view: MappedText;
  /**
   * Whether an escape stands for anything but a quote or a backslash. Those two read the same with the escape.
   */
  readonly isTelling: boolean;
}

interface OpenString {
  /** The start of the text to take. */
  readonly from: number;
  /** The first escape. */
  readonly at: number;
  /** The first quote after the start of the string that is not known to be escaped. */
  readonly quote: number;
}

/** Adds the pieces of a string, and of the text before it. */
function unescapeString(
  text: string,
  open: OpenString,
  pieces: MappedPiece[],
): { readonly end: number; readonly telling: boolean } {
  let { from: copied, at, quote } = open;
  let telling = false;
  while (at !== -1 && (quote === -1 || at < quote)) {
    const { length, said } = escapeAt(text, at);
    telling ||= said !== '"' && said !== '\\';
    pieces.push({ from: copied, to: at }, { from: at, to: at + length, instead: said });
    copied = at + length;
    if (quote !== -1 && quote < copied) quote = text.indexOf('"', copied);
    at = text.indexOf('\\', copied);
  }
  const end = quote === -1 ? text.length : quote;
  pieces.push({ from: copied, to: end });
  return { end, telling };
}

/** Returns the meaning of the escape at an offset, and its length. */
export function escapeAt(text: string, at: number): { readonly length: number; readonly said: string } {
  CODE_POINT.lastIndex = at + 1;
  const named = CODE_POINT.exec(text);
  if (named !== null) {
    const [all, braced, four, two] = named;
    const code = Number.parseInt(braced ?? four ?? two ?? '', 16);
    return { length: 1 + all.length, said: code > 0x10ffff ? '\ufffd' : String.fromCodePoint(code) };
  }
  const letter = text.charAt(at + 1);
  return { length: Math.min(2, text.length - at), said: LETTERS.get(letter) ?? letter };
}

/**
 * A number that may be a whole number of many digits, such as that of a card, written with a fraction or an exponent.
 * Also a number of many digits directly after another number and a comma, which would read as a part of that number.
 */
const LONG_NUMBER =
  /(?<![\w.])-?\d(?:\d{8,20}\.0{1,20}|(?:\d{0,20}\.)?\d{7,20}[eE]\+?\d{1,2}|(?<=\d,-?\d)\d{8,20})(?![\w.])/g;

/**
 * Reads the whole numbers of a text that a JSON parser reads differently from how they are written (see `LONG_NUMBER`),
 * each with the text before it. Returns undefined if there are none.
 */
export function readNumbers(source: MappedSource): MappedText | undefined {
  const { text } = source;
  const pieces: MappedPiece[] = [];
  let taken = 0;
  for (const { index, 0: spelled } of text.matchAll(LONG_NUMBER)) {
    const value = Number(spelled);
    if (!Number.isSafeInteger(value)) continue;
    const from = Math.max(taken, index - BEFORE);
    if (from > taken && taken > 0) pieces.push({ from, to: from, instead: APART });
    taken = index + spelled.length;
    pieces.push({ from, to: index }, { from: index, to: taken, instead: ` ${value}` });
  }
  return pieces.length === 0 ? undefined : mapPieces(source, pieces);
}
