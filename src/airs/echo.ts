/** Pieces of a text that nobody may quote: this many letters, fewer where digits are among them. */
const ECHO_LETTERS = 12;
const ECHO_LETTERS_WITH_DIGIT = 6;

/** The pieces by which a quotation is known, of what {@link bareText} left. */
export function piecesOf(letters: string): string[] {
  const pieces: string[] = [];
  for (let start = 0; start + ECHO_LETTERS_WITH_DIGIT <= letters.length; start++) {
    const short = letters.slice(start, start + ECHO_LETTERS_WITH_DIGIT);
    if (/\d/.test(short)) pieces.push(short);
    const long = letters.slice(start, start + ECHO_LETTERS);
    if (long.length === ECHO_LETTERS) pieces.push(long);
  }
  return pieces;
}

/** What survives another layout, case or quoting of a text: its letters, digits and pictographs. */
export function bareText(text: string): string {
  return text.toLowerCase().replace(/[\p{C}\p{Z}\p{P}\p{Sm}\p{Sk}\p{Sc}]+/gu, '');
}
