/** The length of quoted pieces that count as an echo: this many letters, or fewer if they include digits. */
const ECHO_LETTERS = 12;
const ECHO_LETTERS_WITH_DIGIT = 6;

/** Returns the pieces that reveal a quotation, from a text that {@link bareText} returned. */
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

/**
 * Returns the letters, digits and pictographs of a text, in lower case. They survive another layout, case or quoting.
 */
export function bareText(text: string): string {
  return text.toLowerCase().replace(/[\p{C}\p{Z}\p{P}\p{Sm}\p{Sk}\p{Sc}]+/gu, '');
}

/** Characters that may be text in base64, in the usual or the URL alphabet, or in hexadecimal digits. */
const ENCODED = /[A-Za-z0-9+/_-]{8,}/g;
const HEX = /^(?:[0-9a-f]{2})+$/i;

/** Returns the texts that are encoded in a line, at any position. */
export function decodedIn(line: string): string[] {
  return (line.match(ENCODED) ?? []).flatMap((token) => [
    ...[0, 1, 2, 3].map((start) => fromBase64(token.slice(start))),
    ...[token, token.slice(1)].map(fromHex),
  ]);
}

function fromBase64(token: string): string {
  const usual = token.replaceAll('-', '+').replaceAll('_', '/');
  // A single letter at the end encodes nothing.
  const whole = usual.length % 4 === 1 ? usual.slice(0, -1) : usual;
  return textOf(Uint8Array.from(atob(whole), (char) => char.charCodeAt(0)));
}

function fromHex(token: string): string {
  const digits = token.length % 2 === 0 ? token : token.slice(0, -1);
  if (!HEX.test(digits)) return '';
  return textOf(Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16)));
}

/** Returns the runs of text among bytes. Bytes that are no text contain short runs by chance. */
function textOf(bytes: Uint8Array): string {
  const runs = new TextDecoder().decode(bytes).split(/[\p{C}\ufffd]+/u);
  return runs.filter((run) => run.length >= MIN_RUN).join(' ');
}

const MIN_RUN = 6;
