import {
  DISGUISED,
  expansion,
  fold,
  INVISIBLE,
  markedForm,
  NO_LETTER,
  SENTENCE_END,
  SEVERAL,
  UNSPACED,
} from './fold.js';
import { HASH_SEED, hashWord, mix } from './hashing.js';
import { MASKED, TAGGED } from './tokens.js';
import type { Vocabulary } from './vocabulary.js';

/** The reading of one word, whatever characters it is written in. */
export interface WordReading {
  /** Offset of the end of the word, exclusive. */
  readonly end: number;
  readonly hash: number;
  readonly set: number;
  readonly flags: number;
  readonly letters: number;
  readonly digits: number;
}

const LONGEST_WORD = 32;
/** The most letters of a word whose marks make it another word. */
const LONGEST_MARKED = 5;
const UNSEEN = 1;
const LOOKALIKE = 2;
const STYLED = 4;
const PLAIN = 8;

/** Reads the word at an offset if it is not all ASCII letters and digits. Few words need this. */
export function readWord(text: string, start: number, vocabulary: Vocabulary): WordReading {
  let hash = HASH_SEED;
  let letters = 0;
  let digits = 0;
  let seen = 0;
  let tagged = 0;
  let stem = 0;
  let stemHash = 0;
  let hopeful = false;
  let end = start;
  let unseen = false;
  for (let at = start; at < text.length; ) {
    const codePoint = text.codePointAt(at) ?? 0;
    const kind = fold(codePoint);
    if (kind === NO_LETTER || kind === SENTENCE_END || (kind & UNSPACED) !== 0) {
      if (!((codePoint === 39 || codePoint === 0x2019) && letters > 0 && isContraction(text, at))) break;
      at++;
      continue;
    }
    at += codePoint > 0xffff ? 2 : 1;
    if (kind === INVISIBLE) {
      if (codePoint >= 0x200b) unseen = letters > 0;
      continue;
    }
    end = at;
    if (unseen) seen |= UNSEEN;
    if (kind === SEVERAL) {
      seen |= STYLED;
      for (const char of expansion(codePoint)) {
        hash = mix(hash, char.codePointAt(0) ?? 0);
        letters++;
      }
    } else {
      if (codePoint >= 0xe0000) tagged = TAGGED;
      if (codePoint < 0x80) seen |= PLAIN;
      else if ((kind & DISGUISED) !== 0) seen |= codePoint < 0x2100 ? LOOKALIKE : STYLED;
      const code = kind & ~DISGUISED;
      if (code >= 48 && code < 58) digits++;
      hash = mix(hash, code);
      letters++;
    }
    if (letters === 3 || (letters === 2 && codePoint >= 0x80)) hopeful ||= vocabulary.mayHaveStem(hash);
    if (hopeful && letters <= LONGEST_WORD) {
      const found = vocabulary.stems.get(hash);
      if (found !== 0) {
        stem = found;
        stemHash = hash;
      }
    }
  }
  let set = vocabulary.words.get(hash);
  if (set === 0 && stem !== 0) {
    set = stem;
    hash = stemHash;
  }
  const marked = letters <= LONGEST_MARKED ? markedForm(text.slice(start, end)) : undefined;
  if (marked !== undefined) {
    hash = hashWord(marked);
    set = vocabulary.words.get(hash);
  }
  // Look-alikes hide something only among Latin letters. A Cyrillic word folds too, but it hides nothing.
  const hides = (seen & PLAIN) !== 0 && (seen & (LOOKALIKE | UNSEEN)) !== 0;
  const flags = tagged | (hides || (seen & STYLED) !== 0 ? MASKED : 0);
  return { end, hash, set, flags, letters, digits };
}

/**
 * Tells whether the apostrophe at an offset is part of a word (`don't`, `you're`) and does not stand between two
 * (`l'eau`).
 */
function isContraction(text: string, at: number): boolean {
  const ending = text.slice(at + 1, at + 3).toLowerCase();
  const size = /^[stdm]/.test(ending) ? 1 : ending === 're' || ending === 've' || ending === 'll' ? 2 : 0;
  if (size === 0) return false;
  const next = text.charCodeAt(at + 1 + size);
  if (Number.isNaN(next)) return true;
  const folded = fold(next);
  return folded === NO_LETTER || folded === SENTENCE_END;
}
