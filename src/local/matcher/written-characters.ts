import { firstIndex } from '../../scan/index.js';
import { foldText } from './fold.js';

/**
 * Characters that are written by their codes, if they can belong to a number, an address or a key: percent-encoded (RFC
 * 3986), as entities of HTML, as escapes of JSON and JavaScript, quoted-printable (RFC 2045), the blanks of forms, and
 * the signs of a mail address as words.
 */
const PERCENT =
  '(?<=[A-Za-z0-9])%(?:25)?40|%(?:25)?(?:3[0-9]|4[1-9a-fA-F]|5[0-9aA]|6[1-9a-fA-F]|7[0-9aA]|2[bBdDeE]|5[fF])|(?<=\\d)%(?:25)?(?:20|09|0[aAdD]|[aA]0)(?=\\d)';
const ENTITY =
  '&(?:amp;)?(?:#0{0,4}(?:3[2-9]|[4-9]\\d|1[01]\\d|12[0-6]|160|173);|#[xX]0{0,4}(?:[2-7][\\da-fA-F]|[aA][0dD]);|(?:commat|period|lowbar|hyphen|dash);)|(?<=\\d)&nbsp;(?=\\d)|(?<=[A-Za-z0-9])&shy;(?=[A-Za-z0-9])';
const ESCAPE =
  '\\\\{1,8}(?:x[2-7][\\da-fA-F]|u(?:00[2-7][\\da-fA-F]|00[aA][0dD]|20[016][\\da-fA-F]|[fF][eE][fF][fF]|[fF][fF][0-5][\\da-fA-F])|u\\{0{0,4}[2-7][\\da-fA-F]\\})';
const QUOTED =
  '(?<=[A-Za-z0-9])=(?:40|2[eE])(?=[A-Za-z])|(?<=\\d)=(?:20|2[dD])(?=\\d)|(?<=[A-Za-z0-9])=\\r?\\n(?=[A-Za-z0-9])';
const FORM_BLANK = '(?<=\\d{3})\\+(?=\\d)';
/** The signs of a mail address in the words by which people hide it from programs. */
const SPELT =
  '(?<=[A-Za-z0-9] ?) ?[[({<] ?(?:[aA][tT]|[dD][oO][tT]|@|[.]|arroba|punkt|punto|ponto) ?[\\])}>] ?(?=[A-Za-z0-9])';
const SOURCE = [PERCENT, ENTITY, ESCAPE, QUOTED, FORM_BLANK, SPELT].join('|');
const MAY_BE_SPELT = /[[({<] ?(?:at|dot|@|[.]|arroba|punkt|punto|ponto) ?[\])}>]/i;
const SEQUENCE = new RegExp(SOURCE, 'y');
const SIGNS = ['%', '&', '\\u', '\\x', '=', '+'];

/** A written character at the end of a text that may go on, or whose next character is still missing. */
const BEGUN =
  /(?:%(?:2(?:5(?:\w{0,2})?)?|\w{0,2})|&(?:amp;?)?#?[\da-zA-Z]{0,8};?|\\{1,8}(?:[ux][\da-fA-F{]{0,7}\}?)?|=(?:\w{0,2}|\r)\n?|\+| ?[[({<] ?(?:[a-zA-Z@.]{1,6} ?)?(?:[\])}>] ?)?|(?<=[A-Za-z0-9]) )$/;
/** The most characters of a beginning. */
const LONGEST = 20;

const NAMED: Readonly<Record<string, string>> = {
  commat: '@',
  period: '.',
  lowbar: '_',
  hyphen: '-',
  dash: '-',
  nbsp: ' ',
  shy: '',
};

/** The most characters that may stand for one. Text that is kept as context is longer by this factor. */
export const WIDEST = 12;

/** A text in which each written character is decoded. */
export interface WrittenReading {
  readonly text: string;
  /** Returns the index in the original of a character, or the original's length after the last. */
  readonly at: (index: number) => number;
  /** Returns the end in the original of a range that ends at an index. */
  readonly endAt: (index: number) => number;
  /** Returns the index of the first character that is at an index of the original or later. */
  readonly indexOf: (original: number) => number;
  /** Tells whether a range holds or adjoins a character that was written by its code. */
  readonly isChanged: (start: number, end: number) => boolean;
}

/** Tells whether a text may have written characters. It is a plain search, because most texts have none. */
export function hasWritten(text: string): boolean {
  for (const sign of SIGNS) {
    for (let index = text.indexOf(sign); index >= 0; index = text.indexOf(sign, index + 1)) {
      if (!isPromising(text.charCodeAt(index + 1))) continue;
      SEQUENCE.lastIndex = index;
      if (SEQUENCE.test(text)) return true;
    }
  }
  return MAY_BE_SPELT.test(text) && text.search(new RegExp(SPELT)) >= 0;
}

/**
 * Tells whether a character can follow the first sign of a written character: a digit, a letter, `#`, or the end of a
 * line.
 */
const isPromising = (code: number): boolean =>
  code === 35 ||
  code === 10 ||
  code === 13 ||
  (code >= 48 && code <= 57) ||
  (code >= 65 && code <= 90) ||
  (code >= 97 && code <= 122);

/** Decodes each written character of a text, once. */
export function readWritten(text: string): WrittenReading {
  const pieces: string[] = [];
  /**
   * One entry for each sequence: its beginning and end in the original, and those of its decoded form in the reading.
   */
  const spans: {
    readonly from: number;
    readonly to: number;
    readonly start: number;
    readonly end: number;
  }[] = [];
  let length = 0;
  let copied = 0;
  for (const { index, 0: sequence } of text.matchAll(new RegExp(SOURCE, 'g'))) {
    const plain = text.slice(copied, index);
    const character = characterOf(sequence);
    pieces.push(plain, character);
    const start = length + plain.length;
    length = start + character.length;
    copied = index + sequence.length;
    spans.push({ from: index, to: copied, start, end: length });
  }
  pieces.push(text.slice(copied));
  /** Returns the last sequence that begins at or before an index, on one of the two sides. */
  const lastBy = (side: 'from' | 'start', index: number): number =>
    firstIndex(spans.length, (place) => (spans[place]?.[side] ?? 0) > index) - 1;
  const at = (index: number): number => {
    const span = spans[lastBy('start', index)];
    if (span === undefined) return index;
    return index < span.end ? span.from : span.to + index - span.end;
  };
  return {
    text: pieces.join(''),
    at,
    endAt: (index) => {
      if (index === 0) return 0;
      const span = spans[lastBy('start', index - 1)];
      if (span === undefined) return index;
      return index - 1 < span.end ? span.to : span.to + index - span.end;
    },
    indexOf: (original) => {
      const span = spans[lastBy('from', original)];
      if (span === undefined) return original;
      if (original === span.from) return span.start;
      return original < span.to ? span.end : span.end + original - span.to;
    },
    isChanged: (start, end) => {
      const span = spans[lastBy('start', end)];
      return span !== undefined && span.end >= start;
    },
  };
}

/** Returns the beginning of a sequence that the end of a text may have cut, or the text's length. */
export function cutWrittenAt(text: string): number {
  const tail = text.slice(-LONGEST);
  const index = tail.search(BEGUN);
  return index < 0 ? text.length : text.length - tail.length + index;
}

function characterOf(sequence: string): string {
  if (sequence === '+') return ' ';
  if (/^ ?[[({<]/.test(sequence)) return /at|@|arroba/i.test(sequence) ? '@' : '.';
  if (sequence.startsWith('=')) return codeOf(sequence.slice(1).trim(), 16);
  if (sequence.startsWith('%')) return codeOf(sequence.slice(-2), 16);
  if (sequence.startsWith('\\')) return codeOf(sequence.replace(/^\\+[ux]\{?|\}$/g, ''), 16);
  const [, decimal, hex, name] = /#(\d+);|#[xX]([\da-fA-F]+);|&(\w+);$/.exec(sequence) ?? [];
  if (name !== undefined) return NAMED[name] ?? '';
  return decimal === undefined ? codeOf(hex ?? '', 16) : codeOf(decimal, 10);
}

/** Returns the folded character of a code, or the empty text if there is no code. */
function codeOf(code: string, radix: number): string {
  if (code === '') return '';
  return foldText(String.fromCodePoint(Number.parseInt(code, radix))).text;
}
