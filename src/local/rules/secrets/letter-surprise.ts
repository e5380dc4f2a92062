/**
 * How much less likely each letter from a to z is in a word than by chance, in tenths of a bit. The frequencies are
 * those of English text. A quarter of each is evened out, so that other languages and names of programs count as words
 * too.
 */
const SURPRISE = [
  -9, 9, 3, -1, -14, 6, 6, -5, -7, 18, 13, 0, 5, -6, -8, 7, 19, -5, -6, -10, 3, 12, 5, 18, 6, 19,
] as const;

/**
 * Returns how much likelier the ASCII letters of a text are random than from words, in bits. The result is negative for
 * words, and about 0.3 for each random letter. Case and all other characters do not count.
 */
export function letterSurprise(text: string): number {
  let tenths = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const isLetter = (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
    if (isLetter) tenths += SURPRISE[(code | 32) - 97] ?? 0;
  }
  return tenths / 10;
}
