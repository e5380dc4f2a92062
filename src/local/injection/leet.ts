import { HASH_SEED, mix } from './hashing.js';
import { isLeetSign, leetLetter } from './leet-letters.js';
import type { Vocabulary } from './vocabulary.js';

/** A word of the vocabulary that was found in leet writing. */
export interface LeetReading {
  readonly start: number;
  readonly end: number;
  readonly hash: number;
  readonly set: number;
}

const LONGEST = 24;
/**
 * Reads the word around an offset as leet writing.
 * @returns undefined if it has no sign or digit among its letters, or is not a word of the vocabulary.
 */
export function readLeet(text: string, at: number, vocabulary: Vocabulary): LeetReading | undefined {
  const start = at > 0 && isLeetSign(text.charCodeAt(at - 1)) ? at - 1 : at;
  return read(text, start, vocabulary) ?? (start < at ? read(text, at, vocabulary) : undefined);
}

function read(text: string, start: number, vocabulary: Vocabulary): LeetReading | undefined {
  let hash = HASH_SEED;
  let letters = 0;
  let others = 0;
  let found: LeetReading | undefined;
  for (let at = start; at < text.length && at - start < LONGEST; at++) {
    const code = text.charCodeAt(at);
    const letter = leetLetter(code);
    if (letter === 0) break;
    if (code >= 65 && code !== 124) letters++;
    else others++;
    hash = mix(hash, letter);
    const length = at + 1 - start;
    const next = leetLetter(text.charCodeAt(at + 1));
    // A sign may also be just a sign: "ever1!" ends before it.
    const ends = next === 0 || isLeetSign(text.charCodeAt(at + 1));
    if (!ends || letters === 0 || others === 0 || length < 3) continue;
    const word = vocabulary.leetWord(hash);
    if (word !== undefined) found = { start, end: at + 1, ...word };
  }
  return found;
}
