import { DISGUISED, fold, INVISIBLE, UNSPACED } from './fold.js';
import { HASH_SEED, mix } from './hashing.js';
import { SPACED, type TokenList } from './tokens.js';
import type { Vocabulary } from './vocabulary.js';

/** The most single letters in a row that are joined. */
export const LONGEST_SYMBOL_RUN = 400;
const LONGEST_PART = 16;
const LONGEST_UNSPACED = 10;
const SHORTEST_PART = 3;
const SHORTEST_JOINED = 4;
/** The length from which a word may hold other words among letters that are not words. */
const LONG_COMPOUND = 48;
/** The fewest words that must stand together in such a word, and the most letters between two of them. */
const FEWEST_TOGETHER = 3;
const WIDEST_GAP = 5;

/** The folded characters of a stretch, with their offsets. Unseen characters are left out. */
interface Letters {
  readonly codes: readonly number[];
  /** One more than codes: the last is the end. */
  readonly offsets: readonly number[];
}

/**
 * Adds the words of a script without blanks: the longest word of the vocabulary at each character, else the single
 * character.
 * @returns the place of the last word.
 */
export function pushUnspaced(
  text: string,
  start: number,
  end: number,
  tokens: TokenList,
  place: number,
  vocabulary: Vocabulary,
): number {
  const { codes, offsets } = lettersOf(text, start, end);
  let half = false;
  for (let at = 0; at < codes.length; ) {
    const part = longestPart(codes, at, 1, LONGEST_UNSPACED, vocabulary);
    const size = part?.size ?? 1;
    // Without a word, two characters count as one place, because words of these scripts have about two.
    if (part !== undefined || half) place++;
    half = part === undefined && !half;
    const hash = part?.hash ?? mix(HASH_SEED, codes[at] ?? 0);
    tokens.push(offsets[at] ?? start, offsets[at + size] ?? end, hash, place, part?.set ?? 0, 0);
    at += size;
  }
  return place;
}

/**
 * Splits a long word made of words, such as `Systemanweisungen` or `ignoreallpreviousinstructions`.
 * @returns the number of added words; 0 if the vocabulary does not cover most of the long word.
 */
export function splitCompound(
  text: string,
  start: number,
  end: number,
  tokens: TokenList,
  place: number,
  flags: number,
  vocabulary: Vocabulary,
): number {
  const isLong = end - start >= LONG_COMPOUND;
  if (!isLong && !mayBegin(text, start, end, vocabulary)) return 0;
  const { codes, offsets } = lettersOf(text, start, end);
  const parts = wholeParts(codes, vocabulary) ?? (isLong ? stretches(codes, vocabulary) : []);
  for (const [index, part] of parts.entries()) {
    tokens.push(
      offsets[part.at] ?? start,
      offsets[part.at + part.size] ?? end,
      part.hash,
      place + index,
      part.set,
      flags,
    );
  }
  return parts.length;
}

/** Returns the words of which a long word consists, or undefined if they do not cover most of it. */
function wholeParts(codes: readonly number[], vocabulary: Vocabulary): Part[] | undefined {
  const spare = Math.max(2, codes.length >>> 2);
  const parts = partsOf(codes, SHORTEST_JOINED, vocabulary, spare);
  const covered = parts.reduce((sum, part) => sum + part.size, 0);
  return parts.length < 2 || covered < codes.length - spare ? undefined : parts;
}

/** Returns words that stand close together inside a very long word. */
function stretches(codes: readonly number[], vocabulary: Vocabulary): Part[] {
  const kept: Part[] = [];
  let open: Part[] = [];
  const close = (): void => {
    const covered = open.reduce((sum, { size }) => sum + size, 0);
    const [first] = open;
    const last = open.at(-1);
    const span = first === undefined || last === undefined ? 0 : last.at + last.size - first.at;
    if (open.length >= FEWEST_TOGETHER && covered * 4 >= span * 3) kept.push(...open);
    open = [];
  };
  for (const part of partsOf(codes, SHORTEST_JOINED, vocabulary)) {
    const last = open.at(-1);
    if (last !== undefined && part.at - last.at - last.size > WIDEST_GAP) close();
    open.push(part);
  }
  close();
  return kept;
}

/**
 * Tells whether some word of the vocabulary may begin early enough in a long word. It is quick, and only a `false` is
 * certain.
 */
function mayBegin(text: string, start: number, end: number, vocabulary: Vocabulary): boolean {
  const last = start + Math.max(2, (end - start) >>> 2);
  for (let at = start; at <= last; at++) {
    let hash = HASH_SEED;
    const stop = Math.min(end, at + LONGEST_PART);
    for (let to = at; to < stop; to++) {
      const code = text.charCodeAt(to);
      if (code >= 128) return true;
      hash = mix(hash, code | 32);
      if (to - at > 2 && (vocabulary.words.get(hash) !== 0 || vocabulary.stems.get(hash) !== 0)) return true;
    }
  }
  return false;
}

/**
 * Replaces the last `count` tokens, which are single letters, by the words that they spell, if any.
 * @returns the new place of the last token.
 */
export function joinSpaced(text: string, tokens: TokenList, count: number, vocabulary: Vocabulary): number {
  const first = tokens.count - count;
  const starts = [...tokens.starts.subarray(first, tokens.count)];
  const ends = [...tokens.ends.subarray(first, tokens.count)];
  const codes = starts.map((start) => fold(text.codePointAt(start) ?? 0) & ~DISGUISED);
  const place = tokens.places[first] ?? 0;
  const parts = partsOf(codes, SHORTEST_PART, vocabulary);
  if (!parts.some((part) => part.size > 3)) return tokens.places[tokens.count - 1] ?? 0;
  tokens.count = first;
  for (const [index, { at, size, hash, set }] of parts.entries()) {
    tokens.push(starts[at] ?? 0, ends[at + size - 1] ?? 0, hash, place + index, set, SPACED);
  }
  return place + parts.length - 1;
}

interface Part {
  readonly at: number;
  readonly size: number;
  readonly hash: number;
  readonly set: number;
}

/** Returns the parts of a run of letters. It gives up if more than `spare` letters belong to no part. */
function partsOf(
  codes: readonly number[],
  shortest: number,
  vocabulary: Vocabulary,
  spare = codes.length,
): Part[] {
  const parts: Part[] = [];
  let left = spare;
  for (let at = 0; at < codes.length && left >= 0; ) {
    const part = longestPart(codes, at, shortest, LONGEST_PART, vocabulary);
    if (part === undefined) left--;
    else parts.push(part);
    at += part?.size ?? 1;
  }
  return parts;
}

function longestPart(
  codes: readonly number[],
  at: number,
  shortest: number,
  longest: number,
  vocabulary: Vocabulary,
): Part | undefined {
  let found: Part | undefined;
  let hash = HASH_SEED;
  const end = Math.min(codes.length, at + longest);
  for (let to = at; to < end; to++) {
    hash = mix(hash, codes[to] ?? 0);
    const size = to + 1 - at;
    if (size < shortest) continue;
    const set = vocabulary.words.get(hash) || vocabulary.stems.get(hash);
    if (set !== 0) found = { at, size, hash, set };
  }
  return found;
}

function lettersOf(text: string, start: number, end: number): Letters {
  const codes: number[] = [];
  const offsets: number[] = [];
  for (let at = start; at < end; ) {
    const codePoint = text.codePointAt(at) ?? 0;
    const folded = fold(codePoint);
    if (folded !== INVISIBLE) {
      codes.push(folded & ~(UNSPACED | DISGUISED));
      offsets.push(at);
    }
    at += codePoint > 0xffff ? 2 : 1;
  }
  offsets.push(end);
  return { codes, offsets };
}
