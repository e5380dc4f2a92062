import { letterSurprise } from './letter-surprise.js';

/**
 * Shannon entropy of the characters of a text, in bits per character: 0 for one repeated character, 4 at most for hex
 * digits, 6 at most for base64. An empty text has 0.
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

/** What kinds of characters a text is made of, and how often it changes between them. */
export interface CharacterProfile {
  readonly lower: number;
  readonly upper: number;
  readonly digit: number;
  /** Everything but ASCII letters, digits and the separators `_`, `-`, `.`, `/`, `:` of names. */
  readonly symbol: number;
  readonly separator: number;
  /** Neighbours of which one is a letter and the other a digit: frequent in random text, rare in names. */
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

/** How many bits of evidence make a text random. */
const RANDOM = 4;

/** What a neighbouring letter and digit are worth, in bits, and neighbouring letters of different case: names have few. */
const DIGIT_CHANGE = 1.5;
const CASE_CHANGE = 1;

/**
 * Whether a text looks drawn at random, by its length, alphabet and entropy together: near the entropy that its length
 * and alphabet allow, with letters that words have not, and with letters, digits and cases that alternate. Names,
 * sentences, versions and dates do not look so; hex digests and UUIDs do (tell them apart by context).
 */
export function looksRandom(text: string, least = RANDOM): boolean {
  const { lower, upper, digit, digitChanges, caseChanges, ascending, separator } = charactersOf(text);
  const letters = lower + upper;
  if (letters === 0 || ascending > 0.7 || separator > text.length / 4) return false;
  // What entropy such a text can have at most; a third less is still random, a repeated piece is not.
  const alphabet = lower > 0 && upper > 0 ? 62 : isHex(text) ? 16 : 36;
  const highest = Math.log2(Math.min(text.length, alphabet));
  if (shannonEntropy(text) < highest * 0.72) return false;
  if (digit === 0 && letters < 16) return false;
  // Each word of a name in camel case changes its case twice.
  const evidence = letterSurprise(text) + digitChanges * DIGIT_CHANGE + caseChanges * CASE_CHANGE;
  return evidence >= least;
}

/** Whether a text consists of hexadecimal digits, of one case or mixed. */
export function isHex(text: string): boolean {
  return !/[^0-9a-fA-F]/.test(text);
}

/**
 * Whether a text holds so many ASCII digits of which no two neighbouring ones are more than 8 characters apart: what the
 * `digits` trigger of a rule promises. Random text of some length has them; the few without are refused by `accept`.
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
