import { LEET } from './confusables.js';

const SIGNS = new Uint8Array(0x100);
/** The letters of leet tables. The digit 1 may be i or l, so the two letters are one here. */
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

/** Tells whether a UTF-16 code is a sign, not a digit, that may stand for a letter. */
export function isLeetSign(code: number): boolean {
  return SIGNS[code] === 1;
}

/** Returns the letter that a character below 256 stands for in leet writing, or 0. i and l are one letter. */
export function leetLetter(code: number): number {
  return READ_AS[code] ?? 0;
}
