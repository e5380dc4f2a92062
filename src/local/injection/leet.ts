import { LEET } from './confusables.js';
import { HASH_SEED, mix } from './hashing.js';
import type { Vocabulary } from './vocabulary.js';

/** A word of the vocabulary found behind leet writing. */
export interface LeetReading {
  readonly start: number;
  readonly end: number;
  readonly hash: number;
  readonly set: number;
}

const LONGEST = 24;
const SIGNS = new Uint8Array(0x100);
/** Letters as leet tables know them: the digit 1 may be i or l, so both letters are one there. */
const READ_AS = new Uint8Array(0x100);
for (let code = 97; code <= 122; code++) {
  const letter = code === 108 ? 105 : code;
  READ_AS[code] = letter;
  READ_AS[code - 32] = letter;
}
for (const [sign, letter] of Object.entries(LEET)) {
  const code = sign.charCodeAt(0);
  if (code >= 0x100) continue;
  READ_AS[code] = letter === 'l' ? 105 : letter.charCodeAt(0);
  if (code < 48 || code > 57) SIGNS[code] = 1;
}

/** Whether a UTF-16 code is a sign, not a digit, that may stand for a letter. */
export function isLeetSign(code: number): boolean {
  return SIGNS[code] === 1;
}

/** The letter that a character below 256 stands for in leet writing, where i and l are one; 0 for none. */
export function leetLetter(code: number): number {
  return READ_AS[code] ?? 0;
}

/**
 * Reads the word around an offset as leet writing.
 * @returns undefined where it has no sign or digit among letters, or is none of the vocabulary's words.
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
    const letter = READ_AS[code] ?? 0;
    if (letter === 0) break;
    if (code >= 65 && code !== 124) letters++;
    else others++;
    hash = mix(hash, letter);
    const length = at + 1 - start;
    const next = READ_AS[text.charCodeAt(at + 1)] ?? 0;
    // A sign may also be what it is: "ever1!" ends before the sign.
    const ends = next === 0 || isLeetSign(text.charCodeAt(at + 1));
    if (!ends || letters === 0 || others === 0 || length < 3) continue;
    const word = vocabulary.leetWord(hash);
    if (word !== undefined) found = { start, end: at + 1, ...word };
  }
  return found;
}
