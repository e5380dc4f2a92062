/** Invisible characters: zero-width and bidi marks, fillers, operators without a sign, variation selectors. */
const UNSEEN = /\p{Default_Ignorable_Code_Point}/gu;

/** Tells whether a code point is a tag. Tags spell letters and are read elsewhere. */
const isTag = (point: number): boolean => point >= 0xe0000 && point < 0xe0100;

/** The fewest invisible characters that are read as digits of a code, and as bytes. */
const FEWEST_DIGITS = 40;
const FEWEST_BYTES = 8;
/** The number of symbols on which a way to read them is tried first. */
const SAMPLE = 128;

/** A part of a text, and the text that its invisible characters spell. Offsets are UTF-16, half open. */
export interface UnseenText {
  readonly start: number;
  readonly end: number;
  readonly decoded: string;
}

/**
 * Finds the text that invisible characters spell, in one run or one after each visible character. It reads bytes in
 * variation selectors, bits or digits of base 4, and bits that a third character separates. The invisible characters
 * that ordinary texts need (emoji, Persian, Han) spell nothing.
 */
export function unseenText(text: string): UnseenText | undefined {
  const points: number[] = [];
  let start = 0;
  let end = 0;
  const unseen = new RegExp(UNSEEN);
  for (let hit = unseen.exec(text); hit !== null; hit = unseen.exec(text)) {
    const point = hit[0].codePointAt(0) ?? 0;
    if (isTag(point)) continue;
    if (points.length === 0) start = hit.index;
    points.push(point);
    end = unseen.lastIndex;
  }
  if (points.length < FEWEST_BYTES) return undefined;
  // The emoji selector may stand among the others for its ordinary purpose, so the symbols are also read without it.
  const ways = [points, points.filter((point) => point !== 0xfe0f && point !== 0xfe0e)];
  for (const symbols of ways) {
    const decoded = fromSelectors(symbols) ?? fromDigits(symbols);
    if (decoded !== undefined) return { start, end, decoded };
  }
  return undefined;
}

const isSelector = (point: number): boolean =>
  (point >= 0xfe00 && point <= 0xfe0f) || (point >= 0xe0100 && point <= 0xe01ef);

function fromSelectors(symbols: readonly number[]): string | undefined {
  const selectors = symbols.filter(isSelector);
  if (selectors.length < FEWEST_BYTES) return undefined;
  // The first sixteen selectors are a block of their own. Some writers use the second block alone.
  const ways: readonly ((point: number) => number)[] = [
    (point) => (point < 0xfe10 ? point - 0xfe00 : point - 0xe0100 + 16),
    (point) => point - 0xe0100,
    (point) => point - 0xe0100 + 32,
  ];
  for (const way of ways) {
    const read = textOf(selectors.map(way), 2);
    if (read !== undefined) return read;
  }
  if (selectors.length < 2 * FEWEST_BYTES || selectors.some((point) => point >= 0xfe10)) return undefined;
  const halves = selectors.map((point) => point - 0xfe00);
  return textOf(groups(halves, 2).map(([high = 0, low = 0]) => high * 16 + low));
}

function fromDigits(symbols: readonly number[]): string | undefined {
  if (symbols.length < FEWEST_DIGITS) return undefined;
  const kinds = [...new Set(symbols)].sort((a, b) => a - b);
  if (kinds.length < 2 || kinds.length > 4) return undefined;
  const readings = ordersOf(kinds).flatMap((order) =>
    readingsOf(
      symbols.map((point) => order.indexOf(point)),
      kinds.length,
    ),
  );
  // It is unknown which symbol is which digit. The right reading has the most letters and blanks.
  let best: string | undefined;
  for (const reading of readings)
    if (best === undefined || wordiness(reading) > wordiness(best)) best = reading;
  return best;
}

/** Returns the share of lower-case ASCII letters and blanks, which are most of the characters in words. */
const wordiness = (text: string): number =>
  (text.slice(0, SAMPLE).match(/[a-z ]/g)?.length ?? 0) / Math.min(text.length, SAMPLE);

function readingsOf(digits: readonly number[], kinds: number): string[] {
  const ways =
    kinds === 2
      ? [fixed(digits, 8, 2), fixed(digits, 7, 2), fixed(digits, 16, 2)]
      : [fixed(digits, 4, 4), fixed(digits, 8, 4), ...(kinds === 3 ? [parted(digits)] : [])];
  return ways.filter((read) => read !== undefined);
}

/** Reads bits up to the separator as one character each. */
function parted(digits: readonly number[]): string | undefined {
  const codes: number[] = [];
  let code = 0;
  let size = 0;
  for (const digit of [...digits, 2]) {
    if (digit < 2) {
      code = code * 2 + digit;
      if (++size > 17) return undefined;
    } else {
      if (size > 0) codes.push(code);
      code = 0;
      size = 0;
    }
  }
  return textOf(codes);
}

/** Reads groups of digits of one width as one code each. A few groups are tried first. */
function fixed(digits: readonly number[], width: number, base: number): string | undefined {
  const read = (some: readonly number[]): string | undefined =>
    textOf(groups(some, width).map((group) => group.reduce((code, digit) => code * base + digit, 0)));
  if (digits.length > SAMPLE && read(digits.slice(0, SAMPLE - (SAMPLE % width))) === undefined)
    return undefined;
  return read(digits);
}

function groups(digits: readonly number[], width: number): number[][] {
  const made: number[][] = [];
  for (let at = 0; at + width <= digits.length; at += width) made.push(digits.slice(at, at + width));
  return made;
}

function ordersOf(kinds: readonly number[]): number[][] {
  if (kinds.length < 2) return [[...kinds]];
  return kinds.flatMap((kind) =>
    ordersOf(kinds.filter((other) => other !== kind)).map((rest) => [kind, ...rest]),
  );
}

/**
 * Reads codes as a text: UTF-8 if all are bytes, else letters of one block. Returns undefined if the result is no text
 * with a few letters.
 */
function textOf(codes: readonly number[], fewest = 4): string | undefined {
  if (codes.length < fewest) return undefined;
  const text = codes.every((code) => code >= 0 && code < 256) ? utf8(codes) : units(codes);
  if (text === undefined || !/\p{L}{3}/u.test(text)) return undefined;
  return /(?![\t\n\r])[\p{Cc}\p{Cn}\p{Co}\p{Cs}\ufffd]/u.test(text) ? undefined : text;
}

function utf8(codes: readonly number[]): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(codes));
  } catch {
    return undefined;
  }
}

/** Reads code units of one block of Unicode, with ASCII between. Units that are read by chance are from many blocks. */
function units(codes: readonly number[]): string | undefined {
  const blocks = new Set(codes.filter((code) => code >= 0x80).map((code) => code >> 8));
  if (blocks.size > 2 || codes.some((code) => code < 0 || code > 0xffff)) return undefined;
  return codes.map((code) => String.fromCharCode(code)).join('');
}
