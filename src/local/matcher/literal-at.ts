/** Beyond ASCII, where cases are many, all characters count as one. */
const OTHER = 128;

/** The code of a character, of letters in lower case where case does not matter. */
function codeAt(text: string, index: number, ignoreCase: boolean): number {
  const code = text.charCodeAt(index);
  if (ignoreCase && code >= 65 && code <= 90) return code + 32;
  if (code < OTHER) return code;
  return OTHER;
}

/** A number for the two characters at an index, to look literals up by. */
export function pairAt(text: string, index: number, ignoreCase: boolean): number {
  return codeAt(text, index, ignoreCase) * 256 + codeAt(text, index + 1, ignoreCase);
}

/** Whether a literal of lower case where case does not matter stands at an index; its first two characters are known to. */
export function standsAt(text: string, index: number, literal: string, ignoreCase: boolean): boolean {
  for (let place = 2; place < literal.length; place += 1) {
    if (codeAt(text, index + place, ignoreCase) !== codeAt(literal, place, ignoreCase)) return false;
  }
  return true;
}
