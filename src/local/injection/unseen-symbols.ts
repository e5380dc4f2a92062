/** Characters that nobody sees: zero-width and bidi marks, fillers, operators without a sign, selectors of variants. */
const UNSEEN = /\p{Default_Ignorable_Code_Point}/gu;

/** Tags, which are letters of their own and are read as such. */
const isTag = (point: number): boolean => point >= 0xe0000 && point < 0xe0100;

/** Fewest of them that are read as digits of a code, and as bytes. */
const FEWEST_DIGITS = 40;
const FEWEST_BYTES = 8;
/** Symbols of which a way to read them is tried on first. */
const SAMPLE = 128;

/** A part of a text, and what its unseen characters say. Offsets are UTF-16, half open. */
export interface UnseenText {
  readonly start: number;
  readonly end: number;
  readonly decoded: string;
}

/**
 * The text that the unseen characters of a text spell, together or one behind each character that is seen: bytes in selectors of
 * variants; bits or digits of base 4; bits that a third character parts. What ordinary texts need such characters for (emoji,
 * Persian, Han) spells nothing.
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
  // The selector of emoji and the joiner stand among others for what they are for.
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
  // The first sixteen selectors stand in a block of their own; some writers count from the second block alone.
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
  // Which symbol is which digit is not known: what is read in the right way has the most letters and blanks.
  let best: string | undefined;
  for (const reading of readings)
    if (best === undefined || wordiness(reading) > wordiness(best)) best = reading;
  return best;
}

/** Share of small ASCII letters and blanks, which is what words have most of. */
const wordiness = (text: string): number =>
  (text.slice(0, SAMPLE).match(/[a-z ]/g)?.length ?? 0) / Math.min(text.length, SAMPLE);

function readingsOf(digits: readonly number[], kinds: number): string[] {
  const ways =
    kinds === 2
      ? [fixed(digits, 8, 2), fixed(digits, 7, 2), fixed(digits, 16, 2)]
      : [fixed(digits, 4, 4), fixed(digits, 8, 4), ...(kinds === 3 ? [parted(digits)] : [])];
  return ways.filter((read) => read !== undefined);
}

/** Bits of each character up to a third symbol, in whatever order it is counted. */
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

/** Digits in groups of one width, each a code; a few are tried first. */
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

/** Codes as a text: UTF-8 where all are bytes, else letters of one block; nothing where it is no text of a few letters. */
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

/** Code units of one block of Unicode, with ASCII between: what is read by chance is of many. */
function units(codes: readonly number[]): string | undefined {
  const blocks = new Set(codes.filter((code) => code >= 0x80).map((code) => code >> 8));
  if (blocks.size > 2 || codes.some((code) => code < 0 || code > 0xffff)) return undefined;
  return codes.map((code) => String.fromCharCode(code)).join('');
}
