import { type MappedPiece, type MappedSource, type MappedText, mapPieces } from './mapped-text.js';

/** What the escapes of one letter stand for: RFC 8259 section 7, and those that JSON5 and JavaScript add. */
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

/** The escapes that name a code point, behind the backslash. */
const CODE_POINT = /u\{0{0,8}([\da-f]{1,6})\}|u([\da-f]{4})|x([\da-f]{2})/iy;

/** How much of what stands in front of a string goes along: what a value is called tells what it is. */
const BEFORE = 96;

/** How much of what stands behind a string goes along. */
const BEHIND = 16;

/** Between strings that do not stand side by side. */
const APART = '\n\n';

/**
 * Reads the strings of a text as a parser of JSON has them, each with what stands around it: a text of JSON, JSON in
 * prose or in a fence, JSON that is cut off. A string reaches from the quote before an escape to the quote behind it, so
 * no parser is needed and nothing else has to be well formed. Strings without escapes are left out: they say the same as
 * they stand. Nothing where no string has an escape.
 * @param isOpen whether the text may begin inside a string
 */
export function readStrings(source: MappedSource, isOpen = false): ReadStrings | undefined {
  const { text } = source;
  const pieces: MappedPiece[] = [];
  let isTelling = false;
  /** Where the string began that an escape stands in, as far as one has begun. */
  let begin = isOpen ? 0 : undefined;
  /** The first quote that has not been passed. */
  let quote = text.indexOf('"');
  /** Up to where the text has been taken. */
  let taken = 0;
  for (let at = text.indexOf('\\'); at !== -1; ) {
    for (; quote !== -1 && quote < at; quote = text.indexOf('"', quote + 1)) begin = quote + 1;
    if (begin === undefined) {
      // Prose, unless it is the quote of a string within a string.
      if (quote === at + 1) begin = at + 2;
      at = text.indexOf('\\', at + 2);
      continue;
    }
    const from = Math.max(taken, begin - BEFORE);
    if (from > taken && taken > 0) pieces.push({ from, to: from, instead: APART });
    const { end, telling } = unescapeString(text, { from, at, quote }, pieces);
    isTelling ||= telling;
    at = text.indexOf('\\', end);
    // What stands behind goes along as far as it is no string with escapes of its own.
    const next = text.indexOf('"', end + 1);
    taken = Math.min(end + BEHIND, text.length, next === -1 ? text.length : Math.max(end, next));
    if (at !== -1) taken = Math.min(taken, Math.max(end, at));
    pieces.push({ from: end, to: taken });
    begin = end + 1;
    quote = next;
  }
  return pieces.length === 0 ? undefined : { view: mapPieces(source, pieces), isTelling };
}

/** The strings of a text without their escapes. */
export interface ReadStrings {
  readonly view: MappedText;
  /** Whether an escape stands for anything but a quote or a backslash, which say the same with the escape. */
  readonly isTelling: boolean;
}

interface OpenString {
  /** From where on the text is taken. */
  readonly from: number;
  /** The first escape. */
  readonly at: number;
  /** The first quote behind the beginning of the string that is not known to be escaped. */
  readonly quote: number;
}

/** Adds the pieces of a string, and of what goes along in front of it. */
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

/** Returns what the escape at an offset stands for, and how long it is. */
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
 * A number with a fraction or an exponent that may be a whole number of many digits, such as that of a card; or one of
 * many digits right behind another number and a comma, which reads as a part of that.
 */
const LONG_NUMBER =
  /(?<![\w.])-?\d(?:\d{8,20}\.0{1,20}|(?:\d{0,20}\.)?\d{7,20}[eE]\+?\d{1,2}|(?<=\d,-?\d)\d{8,20})(?![\w.])/g;

/**
 * Reads the whole numbers of a text that a parser of JSON has otherwise than they stand (see `LONG_NUMBER`), each with
 * what stands before it. Nothing where there is none.
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
