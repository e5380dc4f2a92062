import type { Payload } from './decode.js';

/** Characters of a hidden run that are read. */
const LONGEST = 16_384;
/** Shorter runs stand in ordinary texts: a selector behind an emoji, a row of flags, a rule of dots and dashes. */
const FEWEST_SELECTORS = 8;
const FEWEST_BITS = 48;
const FEWEST_INDICATORS = 10;
const FEWEST_SIGNS = 12;

const SELECTORS = /(?:[\ufe00-\ufe0f]|[\u{e0100}-\u{e01ef}])+/gu;
const BITS = /[\u200b-\u200d\u2060\u2062\u2063\ufeff]+/gu;
const INDICATORS = /[\u{1f1e6}-\u{1f1ff}](?:[ \u200b]{0,2}[\u{1f1e6}-\u{1f1ff}])+/gu;
const MORSE = /[.\u00b7-]{1,6}(?:[ /|]{1,3}[.\u00b7-]{1,6})+/gu;

const MORSE_LETTERS = new Map(
  'a.- b-... c-.-. d-.. e. f..-. g--. h.... i.. j.--- k-.- l.-.. m-- n-. o--- p.--. q--.- r.-. s... t- u..- v...- w.-- x-..- y-.-- z--.. 0----- 1.---- 2..--- 3...-- 4....- 5..... 6-.... 7--... 8---.. 9----.'
    .split(' ')
    .map((entry) => [entry.slice(1), entry.slice(0, 1)] as const),
);

/**
 * Texts in characters that nobody sees or reads as letters: bytes in variation selectors, bits in zero-width characters,
 * letters as regional indicators, Morse. Linear in the text.
 */
export function hiddenRuns(text: string): Payload[] {
  const runs: Payload[] = [];
  const add = (expression: RegExp, read: (run: string) => string | undefined): void => {
    for (const { index, 0: run } of text.matchAll(expression)) {
      const decoded = read(run.slice(0, LONGEST));
      if (decoded !== undefined && /[\p{L}]{3}/u.test(decoded))
        runs.push({ start: index, end: index + run.length, decoded });
    }
  };
  // ASCII has none of the first three, and most texts no Morse.
  if (/[^\0-\x7f]/.test(text)) {
    add(SELECTORS, fromSelectors);
    add(BITS, fromBits);
    add(INDICATORS, fromIndicators);
  }
  if (text.includes('-') && text.includes('.')) add(MORSE, fromMorse);
  return runs;
}

function fromSelectors(run: string): string | undefined {
  const points = [...run].map((char) => char.codePointAt(0) ?? 0);
  if (points.length < FEWEST_SELECTORS) return undefined;
  // The first sixteen selectors stand in a block of their own.
  return utf8(points.map((point) => (point < 0xfe10 ? point - 0xfe00 : point - 0xe0100 + 16)));
}

/** Two different characters are 0 and 1; which is which is tried both ways. */
function fromBits(run: string): string | undefined {
  if (run.length < FEWEST_BITS) return undefined;
  const [first, second, ...others] = [...new Set(run)];
  if (first === undefined || second === undefined || others.length > 0) return undefined;
  for (const one of [second, first]) {
    const bytes: number[] = [];
    for (let at = 0; at + 8 <= run.length; at += 8) {
      bytes.push([...run.slice(at, at + 8)].reduce((byte, char) => byte * 2 + (char === one ? 1 : 0), 0));
    }
    const read = utf8(bytes);
    if (read !== undefined && /^[\x20-\x7e\s]+$/.test(read)) return read;
  }
  return undefined;
}

function fromIndicators(run: string): string | undefined {
  const letters = [...run].map((char) => {
    const point = char.codePointAt(0) ?? 0;
    return point >= 0x1f1e6 ? String.fromCharCode(point - 0x1f1e6 + 97) : ' ';
  });
  return letters.length < FEWEST_INDICATORS ? undefined : letters.join('');
}

function fromMorse(run: string): string | undefined {
  const signs = run.replaceAll('\u00b7', '.').split(/( {2,}| ?[/|] ?| )/);
  if (signs.length < FEWEST_SIGNS * 2) return undefined;
  let letters = '';
  for (const [index, sign] of signs.entries()) {
    if (index % 2 === 1) letters += sign === ' ' ? '' : ' ';
    else letters += MORSE_LETTERS.get(sign) ?? '';
  }
  return letters.length < FEWEST_SIGNS ? undefined : letters;
}

function utf8(bytes: readonly number[]): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(bytes));
  } catch {
    return undefined;
  }
}
