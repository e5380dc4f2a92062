import { isReadable, type Payload } from './payload.js';

/**
 * A way to escape a character: the sign at its beginning, and its forms. Each form has groups for the digits, one of
 * which matches.
 */
interface Notation {
  readonly sign: string;
  readonly form: RegExp;
  /** The radix of each group of the form. */
  readonly radix: readonly number[];
}

/**
 * The escapes of languages, mark-up and notations of code points. Signs that only separate escaped characters belong to
 * them.
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

/** The fewest letters, digits and blanks that must be escaped. Nobody escapes that many without a purpose. */
const FEWEST = 5;
/** The most unescaped characters between two escapes. */
const GAP = 48;
/** How much of the surrounding text belongs to an escaped part, in characters. */
const AROUND = 160;

/** An escaped character. */
interface Escape {
  readonly start: number;
  readonly end: number;
  readonly code: number;
}

/** Finds the parts of a text in which some or all ordinary characters are escaped. Linear in the text. */
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

/** Tells whether a code point is an ASCII letter, digit or blank. */
function isPlain(code: number): boolean {
  if (code === 32 || (code >= 48 && code <= 57)) return true;
  return (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
}
