import { foldCase } from './fold-case.js';

/** The code of a character, of letters in lower case where case does not matter. */
function codeAt(text: string, index: number, ignoreCase: boolean): number {
  const code = text.charCodeAt(index);
  return ignoreCase ? foldCase(code) : code;
}

/** A number for the two characters at an index, to look literals up by. */
export function pairAt(text: string, index: number, ignoreCase: boolean): number {
  return codeAt(text, index, ignoreCase) * 0x10000 + codeAt(text, index + 1, ignoreCase);
}

/** Whether a literal stands at an index, its case folded where case does not matter; its first two characters are known to. */
export function standsAt(text: string, index: number, literal: string, ignoreCase: boolean): boolean {
  for (let place = 2; place < literal.length; place += 1) {
    if (codeAt(text, index + place, ignoreCase) !== codeAt(literal, place, ignoreCase)) return false;
  }
  return true;
}
