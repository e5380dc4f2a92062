import { letterSurprise } from './letter-surprise.js';

/**
 * Returns the Shannon entropy of the characters of a text, in bits per character: 0 for one repeated character, at most
 * 4 for hex digits, at most 6 for base64. An empty text has 0.
 */
export function shannonEntropy(text: string): number {
  const counts = new Map<number, number>();
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  let bits = 0;
  for (const count of counts.values()) {
    const share = count / text.length;
    bits -= share * Math.log2(share);
  }
  return bits;
}

/** The kinds of characters in a text, and how often the kind changes. */
export interface CharacterProfile {
  readonly lower: number;
  readonly upper: number;
  readonly digit: number;
  /** Characters other than ASCII letters, digits and the separators `_`, `-`, `.`, `/`, `:` of names. */
  readonly symbol: number;
  readonly separator: number;
  /** Neighbours of a letter and a digit. They are frequent in random text and rare in names. */
  readonly digitChanges: number;
  /** Neighbouring letters of different case. */
  readonly caseChanges: number;
  /** The share of neighbours that count upwards (`abc`, `123`). */
  readonly ascending: number;
}

type CharacterKind = 'lower' | 'upper' | 'digit' | 'separator' | 'symbol';

/** Counts the kinds of characters of a text in one pass over its UTF-16 units. */
export function charactersOf(text: string): CharacterProfile {
  const counts: Record<CharacterKind, number> = { lower: 0, upper: 0, digit: 0, separator: 0, symbol: 0 };
  let digitChanges = 0;
  let caseChanges = 0;
  let rising = 0;
  let before: CharacterKind | undefined;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const kind = kindOf(code);
    counts[kind] += 1;
    if (isLetter(kind) && isLetter(before) && kind !== before) caseChanges++;
    if ((kind === 'digit' && isLetter(before)) || (before === 'digit' && isLetter(kind))) digitChanges++;
    if (at > 0 && code === text.charCodeAt(at - 1) + 1) rising++;
    before = kind;
  }
  return {
    ...counts,
    digitChanges,
    caseChanges,
    ascending: text.length < 2 ? 0 : rising / (text.length - 1),
  };
}

function isLetter(kind: CharacterKind | undefined): boolean {
  return kind === 'lower' || kind === 'upper';
}

function kindOf(code: number): CharacterKind {
  if (code >= 97 && code <= 122) return 'lower';
  if (code >= 65 && code <= 90) return 'upper';
  if (code >= 48 && code <= 57) return 'digit';
  return '_-./:'.includes(String.fromCharCode(code)) ? 'separator' : 'symbol';
}

/** The bits of evidence that make a text random. */
const RANDOM = 4;

/**
 * The evidence of a neighbouring letter and digit, in bits, and of neighbouring letters of different case. Names have
 * few of them.
 */
const DIGIT_CHANGE = 1.5;
const CASE_CHANGE = 1;

/**
 * Tells whether a text looks random, by its length, alphabet and entropy together. Random text is near the entropy that
 * its length and alphabet allow, has letters that words do not have, and alternates letters, digits and cases. Names,
 * sentences, versions and dates do not look random. Hex digests and UUIDs do; context tells them apart.
 */
export function looksRandom(text: string, least = RANDOM): boolean {
  const { lower, upper, digit, digitChanges, caseChanges, ascending, separator } = charactersOf(text);
  const letters = lower + upper;
  if (letters === 0 || ascending > 0.7 || separator > text.length / 4) return false;
  // This is the highest entropy of such a text. A third less is still random; a repeated piece is not.
  const alphabet = lower > 0 && upper > 0 ? 62 : isHex(text) ? 16 : 36;
  const highest = Math.log2(Math.min(text.length, alphabet));
  if (shannonEntropy(text) < highest * 0.72) return false;
  if (digit === 0 && letters < 16) return false;
  // Each word of a name in camel case changes its case twice.
  const evidence = letterSurprise(text) + digitChanges * DIGIT_CHANGE + caseChanges * CASE_CHANGE;
  return evidence >= least;
}

/** Tells whether a text consists of hexadecimal digits, in one case or mixed. */
export function isHex(text: string): boolean {
  return !/[^0-9a-fA-F]/.test(text);
}

/**
 * Tells whether a text holds at least `least` ASCII digits with no two neighbouring ones more than 8 characters apart.
 * That is the promise of a rule's `digits` trigger. Random text of some length has them, and `accept` refuses the few
 * without.
 */
export function hasDigits(text: string, least: number): boolean {
  let count = 0;
  let last = -9;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 48 || code > 57) continue;
    count = at - last > 8 ? 1 : count + 1;
    if (count >= least) return true;
    last = at;
  }
  return false;
}
