import { fromBase32, fromBase64, fromHex, mayBeBase64 } from '../checks/text-codes.js';

/** Shortest codes that are taken for a text: fewer characters come out as one by chance, or are a name. */
const LEAST_CODE = 16;
const MOST_CODE = 8192;

/** What a code has: a digit, both cases in one word, or letters of one case and nothing else, which base32 is without its digits. */
const MAY_BE_CODE = /\d|[a-z][A-Z]|^(?:[A-Z]+|[a-z]+)=*$/;

/** How often a code may hold another. */
const LEVELS = 2;

/** Codes with a text of their own that are no message: addresses, tokens, and what image servers are told. */
const NO_MESSAGE =
  /^(?:[a-z][a-z0-9+.-]{1,12}:|\/{1,2}\w|www\.|\{"(?:alg|typ|kid|bucket|key|edits|Statement|venc|x5t)")|^[\w-]{1,64}:(?:[A-Za-z]{1,64}:?)?\d{1,20}$/;

/** Words by which a value is told from a description. */
const SECRET_WORD =
  /(?:^|[^a-z])(?:passw(?:or)?ds?|passcode|passphrase|secrets?|tokens?|api[ _-]?keys?|credentials?|ssn|cvv|iban|pin|salary|confidential)(?:$|[^a-z])/i;

/** A value that is given to such a word: `password-is-hunter2`. */
const SAID_SECRET =
  /(?:passw(?:or)?d|passcode|passphrase|secret|token|api[ _+-]?key|pin|ssn|cvv)(?:[ _+.-]{0,2}(?:is|was|=|:)[ _+.-]{0,2}|[=:])[^\s/&]{0,20}\d/i;

const DECODERS: readonly ((code: string) => string | undefined)[] = [
  (code) => fromHex(code),
  (code) => (mayBeBase64(code, 0, code.length) ? fromBase64(code) : undefined),
  fromBase32,
];

/**
 * The message in a value that is base64, hexadecimal or base32, itself perhaps twice over; undefined for what decodes to none.
 * Characters of one alphabet that a text gets by chance are so few that a hash or a key does not come out as one.
 */
export function messageIn(value: string, levels = LEVELS): string | undefined {
  const bare = value.slice(0, MOST_CODE).replace(/\.[a-z]{2,5}$/i, '');
  if (bare.length < LEAST_CODE || levels === 0 || !MAY_BE_CODE.test(bare)) return undefined;
  for (const decode of DECODERS) {
    const text = decode(bare);
    if (text === undefined) continue;
    if (isMessage(text)) return text;
    const inner = messageIn(text, levels - 1);
    if (inner !== undefined) return inner;
  }
  return undefined;
}

/** Whether a decoded text is one that somebody wrote: several words, or a value with its name. */
function isMessage(text: string): boolean {
  if (text.length < 10 || /(?![\t\n\r])\p{Cc}/u.test(text) || NO_MESSAGE.test(text)) return false;
  const letters = text.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
  return letters * 2 > text.length && /[ :={@\n]|\P{ASCII}/u.test(text);
}

/** Whether a decoded message is one beyond doubt, and not the state of an application. */
export function isProse(message: string): boolean {
  if (/^\s*[[{]/.test(message)) return SECRET_WORD.test(message);
  return (
    (message.match(/\p{L}{2,}/gu)?.length ?? 0) >= 3 ||
    SAID_SECRET.test(message) ||
    /^\w+[:=]\S{4}/.test(message)
  );
}

/** A text without its percent-encoding, or as it is where it has none that holds. */
export function percentDecoded(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text.replaceAll(/%([2-7][0-9a-f])/gi, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    );
  }
}

/** Whether letters and digits are percent-encoded, which nothing does that does not hide them. */
export function hidesLetters(text: string): boolean {
  return (text.match(/%(?:3\d|[46][1-9a-f]|[57][0-9a])/gi)?.length ?? 0) >= 8;
}

/** How many words a value has: what stands between blanks, encoded or not. */
export const wordsOf = (value: string): number =>
  value.split(/[\s+]+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;

/** Whether a value speaks of a secret and gives it, or is a few words with one among them. */
export function tellsSecret(value: string): boolean {
  if (SAID_SECRET.test(value)) return true;
  return SECRET_WORD.test(value) && wordsOf(value) >= 2 && /\d/.test(value);
}

/** Whether a secret is given to its name, in words however they are joined. */
export const saysSecret = (value: string): boolean => SAID_SECRET.test(value);

/** Whether a value is a code of some length that says nothing: neither words nor a number. */
export function isOpaque(value: string, least: number): boolean {
  return (
    value.length >= least &&
    /^[\w+/=.~-]+$/.test(value) &&
    /\d/.test(value) &&
    /[A-Za-z]/.test(value) &&
    (value.match(/[-_.]/g)?.length ?? 0) * 12 < value.length
  );
}
