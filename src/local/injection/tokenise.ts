import { fold, INVISIBLE, SENTENCE_END, UNSPACED } from './fold.js';
import { HASH_SEED, type HashTable, mix } from './hashing.js';
import { readLeet } from './leet.js';
import { isLeetSign } from './leet-letters.js';
import { readWord, type WordReading } from './read-word.js';
import { joinSpaced, LONGEST_SYMBOL_RUN, pushUnspaced, splitCompound } from './segment.js';
import { LEETED, TokenList } from './tokens.js';
import { hingeOf, LONGEST_TYPO, SHORTEST_TYPO } from './typos.js';
import type { Vocabulary } from './vocabulary.js';

/** The hashes of every number and of every run that is too long for a word. The model sees each as one kind. */
export const NUMBER_HASH = 0x6e756d62;
export const OPAQUE_HASH = 0x6f706171;
const LONGEST_WORD = 32;
/** The most letters of a text without blanks that is split into words. */
const LONGEST_JOINED = 4096;
const SHORTEST_COMPOUND = 12;
/** The number of words that the end of a sentence or paragraph counts for in gaps. */
const SENTENCE_GAP = 3;

const ASCII = new Uint8Array(128);
for (let code = 0; code < 128; code++) ASCII[code] = fold(code);

/**
 * Splits a text into words, folds them and looks them up. It takes one pass that reads every character a bounded number
 * of times. Disguised words (look-alikes, unseen characters inside, leet, single letters with gaps) are returned as
 * they are read, with a flag.
 */
export function tokenise(text: string, vocabulary: Vocabulary): TokenList {
  const tokens = new TokenList(((text.length * 7) >>> 5) + 16);
  const length = text.length;
  const { words, stems } = vocabulary;
  let place = 0;
  let singles = 0;
  let at = 0;
  while (at < length) {
    const first = text.charCodeAt(at);
    if (first === 32) {
      at++;
      continue;
    }
    if (first < 128 ? ASCII[first] === 0 : (foldAt(text, at) & ~3) === 0) {
      place += breakAt(text, at, first);
      at += first >= 0xd800 && first <= 0xdbff ? 2 : 1;
      if (first === 0xd83c) at = endOfFlag(text, at);
      continue;
    }
    if (first >= 128 && (foldAt(text, at) & UNSPACED) !== 0) {
      if (singles > 3) place = joinSpaced(text, tokens, singles, vocabulary);
      singles = 0;
      const end = endOfUnspaced(text, at);
      place = pushUnspaced(text, at, end, tokens, place, vocabulary);
      at = end;
      continue;
    }
    const start = at;
    let hash = HASH_SEED;
    let digits = 0;
    let beginning = HASH_SEED;
    let code = first;
    let folded = first < 128 ? (ASCII[first] ?? 0) : 0;
    while (folded !== 0) {
      hash = mix(hash, folded);
      if (folded < 58) digits++;
      at++;
      if (at - start === 3) beginning = hash;
      if (at === length) break;
      code = text.charCodeAt(at);
      folded = code < 128 ? (ASCII[code] ?? 0) : 0;
    }
    let set: number;
    let flags = 0;
    let letters = at - start;
    if (at < length && (code >= 128 || code === 39)) {
      const word: WordReading = readWord(text, start, vocabulary);
      ({ hash, set, flags, letters, digits } = word);
      at = word.end;
    } else {
      set = words.get(hash);
      if (set === 0 && at - start > 2 && vocabulary.mayHaveStem(beginning)) {
        const stem = stemOf(text, start, Math.min(at, start + LONGEST_WORD), stems);
        if (stem !== 0) {
          set = stems.get(stem);
          hash = stem;
        }
      }
      if (set === 0 && digits === 0 && letters >= SHORTEST_TYPO && letters <= LONGEST_TYPO) {
        const hinge = hingeOf(text, start, at);
        if (hinge !== 0) {
          set = words.get(hinge);
          hash = hinge;
        }
      }
    }
    place++;
    if (set === 0 || isLeetSign(code)) {
      if (digits === letters && flags === 0) hash = NUMBER_HASH;
      else if (digits > 0 || isLeetSign(code) || (start > 0 && isLeetSign(text.charCodeAt(start - 1)))) {
        const leet = readLeet(text, start, vocabulary);
        if (leet !== undefined) {
          tokens.push(leet.start, leet.end, leet.hash, place, leet.set, flags | LEETED);
          at = leet.end;
          singles = 0;
          continue;
        }
      }
      if (letters > LONGEST_JOINED || (letters > LONGEST_WORD && digits > 0)) hash = OPAQUE_HASH;
      else if (set === 0 && letters >= SHORTEST_COMPOUND && digits === 0) {
        const parts = splitCompound(text, start, at, tokens, place, flags, vocabulary);
        if (parts > 0) {
          place += parts - 1;
          singles = 0;
          continue;
        }
        if (letters > LONGEST_WORD) hash = OPAQUE_HASH;
      }
    }
    if (letters === 1 && digits === 0 && singles < LONGEST_SYMBOL_RUN) {
      singles = singles > 0 && start - (tokens.ends[tokens.count - 1] ?? 0) <= 3 ? singles + 1 : 1;
    } else {
      if (singles > 3) place = joinSpaced(text, tokens, singles, vocabulary) + 1;
      singles = letters === 1 ? 1 : 0;
    }
    tokens.push(start, at, hash, place, set, flags);
  }
  if (singles > 3) joinSpaced(text, tokens, singles, vocabulary);
  return tokens;
}

/** Returns the hash of the longest stem with which an ASCII word begins, or 0. */
function stemOf(text: string, start: number, end: number, stems: HashTable): number {
  let hash = HASH_SEED;
  let stem = 0;
  for (let at = start; at < end; at++) {
    hash = mix(hash, ASCII[text.charCodeAt(at)] ?? 0);
    if (at - start > 1 && stems.get(hash) !== 0) stem = hash;
  }
  return stem;
}

/** Returns the folded character at an offset. A surrogate pair is one character. */
export function foldAt(text: string, at: number): number {
  return fold(text.codePointAt(at) ?? 0);
}

/**
 * Returns the end of the tags after a black flag if they name a region, as emoji flags do (`gbeng`). Otherwise returns
 * the same offset. Tags elsewhere spell a text that nobody sees.
 */
function endOfFlag(text: string, at: number): number {
  if (text.charCodeAt(at - 1) !== 0xdff4) return at;
  const tags = /^(?:\udb40[\udc61-\udc7a]){2}(?:\udb40[\udc30-\udc39\udc61-\udc7a]){1,3}\udb40\udc7f/.exec(
    text.slice(at, at + 12),
  );
  return at + (tags?.[0].length ?? 0);
}

function breakAt(text: string, at: number, code: number): number {
  if (code === 10) return text.charCodeAt(at + 1) === 10 ? SENTENCE_GAP : 0;
  if (code === 46 || code === 33 || code === 63) {
    const next = text.charCodeAt(at + 1);
    return next <= 32 || next === 34 ? SENTENCE_GAP : 0;
  }
  return code >= 128 && foldAt(text, at) === SENTENCE_END ? SENTENCE_GAP : 0;
}

function endOfUnspaced(text: string, start: number): number {
  let at = start;
  while (at < text.length) {
    const kind = foldAt(text, at);
    if ((kind & UNSPACED) === 0 && kind !== INVISIBLE) break;
    at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  }
  return at;
}
