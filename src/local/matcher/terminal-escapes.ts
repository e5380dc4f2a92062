import { firstIndex } from '../../scan/index.js';

/**
 * What begins an escape sequence of a terminal: the escape character, or the ways in which source text writes it. Behind
 * the latter only a control sequence is looked for.
 */
const WRITTEN = '\\\\(?:[uU]001[bB]|[xX]1[bB]|033|e)|\\^\\[';

/** Parameters of a control sequence: numbers too short to be anything else. */
const PARAMETERS = '[<-?]?(?:\\d{0,5}[;:]){0,16}\\d{0,5}[ -/]{0,2}';
/** The most characters of a title, a link or another string that a terminal is told. */
const STRING = '[^\\u0000-\\u001f\\u007f-\\u009f]{0,256}';
const STRING_START = '(?:[\\u0090\\u0098\\u009d-\\u009f]|\\u001b[\\]PX^_])';
const CONTROL_START = `(?:\\u009b|(?:\\u001b|${WRITTEN})\\[)`;

/**
 * Escape sequences (ECMA-48, 5.3 to 5.6): control sequences, strings, those of two or three characters that
 * terminals know, a lone control character. */
const SEQUENCE = [
  `${CONTROL_START}${PARAMETERS}[@-~]`,
  `${STRING_START}${STRING}(?:[\\u0007\\u009c]|\\u001b\\\\)`,
  '\\u001b(?:[()*+./-]["-?A-Z]| [FGLMN]|#[3-8]|%[@G]|[78=>DEHMNOZc|}~\\\\])',
  '[\\u001b\\u0080-\\u009f]',
].join('|');

const END = '(?![^])';

/** The beginning of one of those written in source text, at the end of a text. */
const WRITTEN_BEGUN = `(?:\\\\(?:[uU](?:0(?:0(?:1[bB]?)?)?)?|[xX](?:1[bB]?)?|0(?:33?)?|e)?|\\^\\[?)${END}`;

/** The beginning of any at the end of a text. */
const BEGUN = [
  `${CONTROL_START}${PARAMETERS}${END}`,
  `${STRING_START}${STRING}\\u001b?${END}`,
  `\\u001b[ #%()*+./-]?${END}`,
  WRITTEN_BEGUN,
].join('|');

/** The most characters of a beginning that has nothing but source text. */
const LONGEST_WRITTEN = 6;

const CUT_WRITTEN = new RegExp(WRITTEN_BEGUN);
const EIGHT_BIT = /[\u0080-\u009f]/;
const WRITTEN_SIGN = /\\(?:[uU]001[bB]|[xX]1[bB]|033|e)\[/;
const WITH_PARAMETERS = new RegExp(`^${CONTROL_START}(?=.*[\\d;])${PARAMETERS}[@-~]$`);
const FILLER = '\u001b';

/** What stands in front of the backslash that ends a string: it begins no escape of a text within a text. */
export const STRING_BEFORE_BACKSLASH = `${STRING_START}${STRING}\\u001b`;

/** How far in front of a place, at most, its context is looked for among escape sequences. */
const FURTHEST = 256;

/** Whether a text has an escape sequence of a terminal, or what may be one. Plain searches: most texts have none. */
export const hasEscapes = (text: string): boolean =>
  text.includes('\u001b') ||
  text.includes('^[[') ||
  (text.includes('\\') && WRITTEN_SIGN.test(text)) ||
  EIGHT_BIT.test(text);

/** A text with escape sequences as it can be read without them. */
export interface EscapeReadings {
  /** Each sequence as a gap of its length. */
  readonly parted: string;
  /** The text as it is seen: without them. */
  readonly joined: string;
  /** The index in the text of a character of `joined`; the text's length behind the last. */
  readonly at: (joined: number) => number;
  /** The end of the control sequence with parameters that an index stands inside of; -1 where it does not. */
  readonly endOfSequenceAt: (index: number) => number;
  /** The index in `joined` of the first character that stands at an index of the text or behind. */
  readonly joinedAt: (index: number) => number;
}

/** Reads a text as if its escape sequences parted what they stand between, and as if they were not there. */
export function readWithoutEscapes(text: string): EscapeReadings {
  const parted: string[] = [];
  const joined: string[] = [];
  /** Where a piece of `joined` begins, there and in the text. */
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

/** Where an escape sequence that the end of a text cuts may begin; the text's length without one. `escaped` is `hasEscapes`. */
export function cutEscapeAt(text: string, escaped: boolean): number {
  if (!escaped) {
    const tail = text.slice(-LONGEST_WRITTEN);
    const index = tail.search(CUT_WRITTEN);
    return index < 0 ? text.length : text.length - tail.length + index;
  }
  // Whole ones are passed over: what ends a string may look like the beginning of another sequence.
  for (const { index, 1: begun } of text.matchAll(new RegExp(`(${BEGUN})|${SEQUENCE}`, 'g')))
    if (begun !== undefined) return index;
  return text.length;
}

/** From where on a text must be kept so that `count` characters are seen in front of an index, no sequence in part. */
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

/** The place of the last of some numbers in order that is at most the given one; -1 without one. */
function lastAtMost(numbers: readonly number[], most: number): number {
  return firstIndex(numbers.length, (index) => (numbers[index] ?? 0) > most) - 1;
}
