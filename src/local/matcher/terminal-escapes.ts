import { firstIndex } from '../../scan/index.js';

/** The notations of the escape character in source text. After these only control sequences are recognised. */
const WRITTEN = '\\\\(?:[uU]001[bB]|[xX]1[bB]|033|e)|\\^\\[';

/** The parameters of a control sequence: numbers that are too short to be anything else. */
const PARAMETERS = '[<-?]?(?:\\d{0,5}[;:]){0,16}\\d{0,5}[ -/]{0,2}';
/** A title, a link or another string for the terminal, of limited length. */
const STRING = '[^\\u0000-\\u001f\\u007f-\\u009f]{0,256}';
const STRING_START = '(?:[\\u0090\\u0098\\u009d-\\u009f]|\\u001b[\\]PX^_])';
const CONTROL_START = `(?:\\u009b|(?:\\u001b|${WRITTEN})\\[)`;

/**
 * Escape sequences (ECMA-48, 5.3 to 5.6): control sequences, strings, sequences of two or three characters that
 * terminals know, a single control character.
 */
const SEQUENCE = [
  `${CONTROL_START}${PARAMETERS}[@-~]`,
  `${STRING_START}${STRING}(?:[\\u0007\\u009c]|\\u001b\\\\)`,
  '\\u001b(?:[()*+./-]["-?A-Z]| [FGLMN]|#[3-8]|%[@G]|[78=>DEHMNOZc|}~\\\\])',
  '[\\u001b\\u0080-\\u009f]',
].join('|');

const END = '(?![^])';

/** The beginning, at the end of a text, of a sequence in source text. */
const WRITTEN_BEGUN = `(?:\\\\(?:[uU](?:0(?:0(?:1[bB]?)?)?)?|[xX](?:1[bB]?)?|0(?:33?)?|e)?|\\^\\[?)${END}`;

/** The beginning, at the end of a text, of any sequence. */
const BEGUN = [
  `${CONTROL_START}${PARAMETERS}${END}`,
  `${STRING_START}${STRING}\\u001b?${END}`,
  `\\u001b[ #%()*+./-]?${END}`,
  WRITTEN_BEGUN,
].join('|');

/** The most characters of such a beginning in a text with source text notation only. */
const LONGEST_WRITTEN = 6;

const CUT_WRITTEN = new RegExp(WRITTEN_BEGUN);
const EIGHT_BIT = /[\u0080-\u009f]/;
const WRITTEN_SIGN = /\\(?:[uU]001[bB]|[xX]1[bB]|033|e)\[/;
const WITH_PARAMETERS = new RegExp(`^${CONTROL_START}(?=.*[\\d;])${PARAMETERS}[@-~]$`);
const FILLER = '\u001b';

/** The text in front of a backslash that ends a string. Such a backslash begins no escape of a text within a text. */
export const STRING_BEFORE_BACKSLASH = `${STRING_START}${STRING}\\u001b`;

/** The furthest that context is looked for in front of a place among escape sequences, in characters. */
const FURTHEST = 256;

/**
 * Tells whether a text has, or may have, an escape sequence of a terminal. Plain searches are enough, because most
 * texts have none.
 */
export const hasEscapes = (text: string): boolean =>
  text.includes('\u001b') ||
  text.includes('^[[') ||
  (text.includes('\\') && WRITTEN_SIGN.test(text)) ||
  EIGHT_BIT.test(text);

/** A text with escape sequences, and its readings without them. */
export interface EscapeReadings {
  /** The text with each sequence replaced by a gap of its length. */
  readonly parted: string;
  /** The text as a terminal shows it: without sequences. */
  readonly joined: string;
  /** Returns the index in the text of a character of `joined`, or the text's length after the last. */
  readonly at: (joined: number) => number;
  /** Returns the end of the control sequence with parameters that an index is inside, or -1. */
  readonly endOfSequenceAt: (index: number) => number;
  /** Returns the index in `joined` of the first character that is at an index of the text or later. */
  readonly joinedAt: (index: number) => number;
}

/** Reads a text in two ways: with its escape sequences as gaps, and without them. */
export function readWithoutEscapes(text: string): EscapeReadings {
  const parted: string[] = [];
  const joined: string[] = [];
  /** The beginning of each piece in `joined`; `origins` has its beginning in the text. */
  const froms: number[] = [];
  const origins: number[] = [];
  let length = 0;
  let copied = 0;
  const copy = (end: number): void => {
    const piece = text.slice(copied, end);
    if (piece === '') return;
    froms.push(length);
    origins.push(copied);
    parted.push(piece);
    joined.push(piece);
    length += piece.length;
  };
  const sequences = sequencesOf(text);
  const starts = sequences.map(([start]) => start);
  for (const [start, end] of sequences) {
    copy(start);
    parted.push(FILLER.repeat(end - start));
    copied = end;
  }
  copy(text.length);
  return {
    parted: parted.join(''),
    joined: joined.join(''),
    at: (index) => {
      if (index >= length) return text.length;
      const piece = lastAtMost(froms, index);
      return (origins[piece] ?? 0) + index - (froms[piece] ?? 0);
    },
    endOfSequenceAt: (index) => {
      const [start = 0, end = 0] = sequences[lastAtMost(starts, index)] ?? [];
      const isInside = start < index && index < end;
      return isInside && WITH_PARAMETERS.test(text.slice(start, end)) ? end : -1;
    },
    joinedAt: (index) => {
      const piece = lastAtMost(origins, index);
      if (piece < 0) return 0;
      const from = froms[piece] ?? 0;
      return Math.min(from + index - (origins[piece] ?? 0), froms[piece + 1] ?? length);
    },
  };
}

/**
 * Returns the beginning of an escape sequence that the end of a text may have cut, or the text's length. `escaped` is
 * the result of `hasEscapes`.
 */
export function cutEscapeAt(text: string, escaped: boolean): number {
  if (!escaped) {
    const tail = text.slice(-LONGEST_WRITTEN);
    const index = tail.search(CUT_WRITTEN);
    return index < 0 ? text.length : text.length - tail.length + index;
  }
  // Complete sequences are skipped, because the end of a string may look like the beginning of another sequence.
  for (const { index, 1: begun } of text.matchAll(new RegExp(`(${BEGUN})|${SEQUENCE}`, 'g')))
    if (begun !== undefined) return index;
  return text.length;
}

/**
 * Returns the index from which a text must be kept, so that `count` visible characters remain in front of an index and
 * no sequence is cut.
 */
export function contextFrom(text: string, index: number, count: number): number {
  const before = text.slice(0, index);
  if (!hasEscapes(before)) return Math.max(0, index - count);
  const base = Math.max(0, index - Math.max(FURTHEST, count));
  let wanted = count;
  let from = index;
  for (const [start, end] of sequencesOf(text.slice(base)).reverse()) {
    if (base + start >= index) continue;
    const seen = Math.max(0, from - base - end);
    if (seen >= wanted) break;
    wanted -= seen;
    from = base + start;
  }
  return Math.max(base, from - wanted);
}

function sequencesOf(text: string): (readonly [start: number, end: number])[] {
  return Array.from(text.matchAll(new RegExp(SEQUENCE, 'g')), ({ index, 0: sequence }) => [
    index,
    index + sequence.length,
  ]);
}

/** Returns the place of the last number that is at most `most`, or -1. The numbers are ascending. */
function lastAtMost(numbers: readonly number[], most: number): number {
  return firstIndex(numbers.length, (index) => (numbers[index] ?? 0) > most) - 1;
}
