import { isReadable, type Payload } from './payload.js';

/** A way to escape a character: the sign that it begins with, and forms whose one group that is there is the digits. */
interface Notation {
  readonly sign: string;
  readonly form: RegExp;
  /** Of each group of the form. */
  readonly radix: readonly number[];
}

/**
 * Escapes as languages, mark-up and notations of code points have them. Signs between such characters that only part them belong
 * to them.
 */
const NOTATIONS: readonly Notation[] = [
  {
    sign: '\\',
    form: /\\{1,4}(?:u\{0{0,8}([0-9a-f]{1,6})\}|U([0-9a-f]{8})(?![0-9a-f])|u([0-9a-f]{4})|x\{?([0-9a-f]{2})\}?|o\{([0-7]{2,7})\}|([0-3]?[0-7]{2})(?![0-9]))/iy,
    radix: [16, 16, 16, 16, 8, 8],
  },
  {
    sign: '&#',
    form: /&#(?:x0{0,8}([0-9a-f]{2,6})(?:;|(?![0-9a-f]))|0{0,8}([0-9]{2,7})(?:;|(?![0-9])))/iy,
    radix: [16, 10],
  },
  { sign: '%u', form: /%u([0-9a-f]{4})/iy, radix: [16] },
  { sign: 'U+', form: /U\+([0-9a-f]{4,6})\b[ ,;]{0,2}/iy, radix: [16] },
  { sign: '0x', form: /0x([0-9a-f]{2})\b[ ,;]{0,3}/iy, radix: [16] },
  { sign: '0o', form: /0o([0-7]{2,3})\b[ ,;]{0,3}/iy, radix: [8] },
  { sign: 'chr(', form: /chr\(([0-9]{2,3})\)[ +.&,]{0,4}/iy, radix: [10] },
];

/** Letters, digits and blanks that must be escaped: nobody does that without a purpose, a few times. */
const FEWEST = 5;
/** Characters as they are that may stand between two escapes. */
const GAP = 48;
/** What of the text around belongs to what is escaped. */
const AROUND = 160;

/** An escaped character. */
interface Escape {
  readonly start: number;
  readonly end: number;
  readonly code: number;
}

/** Parts of a text in which ordinary characters are escaped, all or some of them. Linear in the text. */
export function escapedParts(text: string): Payload[] {
  const escapes = NOTATIONS.flatMap((notation) => escapesOf(text, notation));
  if (escapes.length < FEWEST) return [];
  escapes.sort((one, other) => one.start - other.start);
  const parts: Payload[] = [];
  let pieces: string[] = [];
  let plain = 0;
  let start = 0;
  let end = 0;
  const close = (): void => {
    if (plain >= FEWEST && isReadable(pieces.join(''))) {
      const before = text.slice(Math.max(0, start - AROUND), start);
      parts.push({ start, end, decoded: `${before}${pieces.join('')}${text.slice(end, end + AROUND)}` });
    }
    pieces = [];
    plain = 0;
  };
  for (const escaped of escapes) {
    if (pieces.length > 0 && escaped.start - end > GAP) close();
    if (pieces.length === 0) start = escaped.start;
    else pieces.push(text.slice(end, escaped.start));
    pieces.push(String.fromCodePoint(escaped.code));
    if (isPlain(escaped.code)) plain++;
    end = escaped.end;
  }
  close();
  return parts;
}

function escapesOf(text: string, { sign, form, radix }: Notation): Escape[] {
  const escapes: Escape[] = [];
  for (let at = text.indexOf(sign); at >= 0; ) {
    form.lastIndex = at;
    const match = form.exec(text);
    let end = at + sign.length;
    if (match !== null) {
      end = form.lastIndex;
      const kind = match.findIndex((digits, index) => index > 0 && digits !== undefined);
      const code = Number.parseInt(match[kind] ?? '', radix[kind - 1]);
      if (code <= 0x10ffff) escapes.push({ start: at, end, code });
    }
    at = text.indexOf(sign, end);
  }
  return escapes;
}

/** Whether a code point is a letter, a digit or a blank of ASCII. */
function isPlain(code: number): boolean {
  if (code === 32 || (code >= 48 && code <= 57)) return true;
  return (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
}
