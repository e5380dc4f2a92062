import { fromBase32, fromBase64, fromHex, mayBeBase64 } from '../checks/text-codes.js';

/** The shortest codes that are decoded. Shorter ones decode to text by chance, or are a name. */
const LEAST_CODE = 16;
const MOST_CODE = 8192;

/** A sign of a code: a digit, both cases in one word, or only letters of one case, which is base32 without digits. */
const MAY_BE_CODE = /\d|[a-z][A-Z]|^(?:[A-Z]+|[a-z]+)=*$/;

/** The most levels of codes inside codes. */
const LEVELS = 2;

/** Codes whose text is no message: addresses, tokens, and instructions for image servers. */
const NO_MESSAGE =
  /^(?:[a-z][a-z0-9+.-]{1,12}:|\/{1,2}\w|www\.|\{"(?:alg|typ|kid|bucket|key|edits|Statement|venc|x5t)")|^[\w-]{1,64}:(?:[A-Za-z]{1,64}:?)?\d{1,20}$/;

/** Words that tell a secret value from a description. */
const SECRET_WORD =
  /(?:^|[^a-z])(?:passw(?:or)?ds?|passcode|passphrase|secrets?|tokens?|api[ _-]?keys?|credentials?|ssn|cvv|iban|pin|salary|confidential)(?:$|[^a-z])/i;

/** A value that is assigned to such a word: `password-is-hunter2`. */
const SAID_SECRET =
  /(?:passw(?:or)?d|passcode|passphrase|secret|token|api[ _+-]?key|pin|ssn|cvv)(?:[ _+.-]{0,2}(?:is|was|=|:)[ _+.-]{0,2}|[=:])[^\s/&]{0,20}\d/i;

const DECODERS: readonly ((code: string) => string | undefined)[] = [
  (code) => fromHex(code),
  (code) => (mayBeBase64(code, 0, code.length) ? fromBase64(code) : undefined),
  fromBase32,
];

/**
 * Returns the message in a value of base64, hexadecimal or base32, encoded once or twice, or undefined. A hash or a key
 * does not decode to a message, because random characters are rarely those of a text in one alphabet.
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

/** Tells whether somebody wrote a decoded text: it has several words, or a value with its name. */
function isMessage(text: string): boolean {
  if (text.length < 10 || /(?![\t\n\r])\p{Cc}/u.test(text) || NO_MESSAGE.test(text)) return false;
  const letters = text.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
  return letters * 2 > text.length && /[ :={@\n]|\P{ASCII}/u.test(text);
}

/** Tells whether a decoded message is certainly one, and not the state of an application. */
export function isProse(message: string): boolean {
  if (/^\s*[[{]/.test(message)) return SECRET_WORD.test(message);
  return (
    (message.match(/\p{L}{2,}/gu)?.length ?? 0) >= 3 ||
    SAID_SECRET.test(message) ||
    /^\w+[:=]\S{4}/.test(message)
  );
}

/** Decodes the percent-encoding of a text. Returns the text itself if that fails. */
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

/** Tells whether letters and digits are percent-encoded. The only reason for that is to hide them. */
export function hidesLetters(text: string): boolean {
  return (text.match(/%(?:3\d|[46][1-9a-f]|[57][0-9a])/gi)?.length ?? 0) >= 8;
}

/** Counts the words of a value: the parts between blanks, encoded or not. */
export const wordsOf = (value: string): number =>
  value.split(/[\s+]+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;

/** Tells whether a value names a secret and states it, or is a few words with a secret among them. */
export function tellsSecret(value: string): boolean {
  if (SAID_SECRET.test(value)) return true;
  return SECRET_WORD.test(value) && wordsOf(value) >= 2 && /\d/.test(value);
}

/** Tells whether a value assigns a secret to its name, in words with any separators. */
export const saysSecret = (value: string): boolean => SAID_SECRET.test(value);

/** Tells whether a value is a code of some length without meaning: neither words nor a number. */
export function isOpaque(value: string, least: number): boolean {
  return (
    value.length >= least &&
    /^[\w+/=.~-]+$/.test(value) &&
    /\d/.test(value) &&
    /[A-Za-z]/.test(value) &&
    (value.match(/[-_.]/g)?.length ?? 0) * 12 < value.length
  );
}
