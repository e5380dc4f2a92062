import { DISGUISED, fold, INVISIBLE, UNSPACED } from './fold.js';
import { HASH_SEED, mix } from './hashing.js';
import { SPACED, type TokenList } from './tokens.js';
import type { Vocabulary } from './vocabulary.js';

/** Single letters in a row that are put together at most. */
export const LONGEST_SYMBOL_RUN = 400;
const LONGEST_PART = 16;
const LONGEST_UNSPACED = 10;
const SHORTEST_PART = 3;
const SHORTEST_JOINED = 4;
/** Letters from which on a word may hold others beside what is no word. */
const LONG_COMPOUND = 48;
/** Words that must stand together there, and letters between two of them. */
const FEWEST_TOGETHER = 3;
const WIDEST_GAP = 5;

/** Folded characters of a stretch with where each begins; unseen ones are left out. */
interface Letters {
  readonly codes: readonly number[];
  /** One more than codes: the last is the end. */
  readonly offsets: readonly number[];
}

/**
 * Words of a script without blanks: the longest word of the vocabulary at each character, single characters between.
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
    // A word of these scripts has about two characters.
    if (part !== undefined || half) place++;
    half = part === undefined && !half;
    const hash = part?.hash ?? mix(HASH_SEED, codes[at] ?? 0);
    tokens.push(offsets[at] ?? start, offsets[at + size] ?? end, hash, place, part?.set ?? 0, 0);
    at += size;
  }
  return place;
}

/**
 * A long word made of words: `Systemanweisungen`, `ignoreallpreviousinstructions`.
 * @returns how many words were added; 0 where the vocabulary does not cover most of it.
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

/** The words that a long word consists of; undefined where they do not cover most of it. */
function wholeParts(codes: readonly number[], vocabulary: Vocabulary): Part[] | undefined {
  const spare = Math.max(2, codes.length >>> 2);
  const parts = partsOf(codes, SHORTEST_JOINED, vocabulary, spare);
  const covered = parts.reduce((sum, part) => sum + part.size, 0);
  return parts.length < 2 || covered < codes.length - spare ? undefined : parts;
}

/** Words that stand close together somewhere in a very long word, whatever else is in it. */
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

/** Whether some word of the vocabulary may begin early enough in a long word; quick, and sure only where it says no. */
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
 * Replaces the last `count` tokens, single letters all, by the words they spell, if they spell any.
 * @returns the place of the last token then.
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

/** The parts of a run of letters; gives up where more than `spare` letters belong to none. */
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
