import { LEET } from './confusables.js';

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
