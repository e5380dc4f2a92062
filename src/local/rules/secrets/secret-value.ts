import { charactersOf, isHex, looksRandom, shannonEntropy } from './entropy.js';
import { letterSurprise } from './letter-surprise.js';
import { isPlaceholder } from './placeholder.js';

/** Addresses, paths, mail addresses, dates and code. They stand beside a keyword without being its value. */
const NO_SECRET =
  /^pk_|:\/\/|^\.{0,2}\/[\w-]{1,64}(?:\/|$)|^[A-Za-z]:\\|@[\w-]{1,64}\.[a-z]{2,}$|^@[\w-]{1,64}\.[\w.-]{1,64}$|^\d{4}-\d{2}-\d{2}|\w\([^()]{0,64}\)$|\|[a-z]{2,}|^[A-Za-z]{1,32}(?:\.[A-Za-z_]{1,32}){1,8}$|^(?:process|os|env|config|settings|self|this|vault|secrets|data|arn|urn|projects|op|file|sha\d{1,3}|sha\d{3}-)[.:-]|^ENC\[/;

/** Names of types and members, with a number in front of a word or a version: `Uint8Array`, `ApiKeyV2`, `zod_v3.z`. */
const TYPE_NAME = /\d[A-Z][a-z]{2,16}$|[a-z]V\d$|^[A-Za-z_]\w{0,16}(?:\.[A-Za-z_]\w{0,16}){1,4}$/;

/** The evidence of randomness that a short key needs, in bits. */
const SHORT_KEY = 5;

/**
 * Returns the length of a quoted value that may be a password. Words alone, placeholders, paths, addresses and code are
 * refused.
 */
export function acceptPassword(value: string): number {
  if (NO_SECRET.test(value) || isPlaceholder(value)) return 0;
  const { lower, upper, digit, symbol, ascending } = charactersOf(value);
  const letters = lower + upper;
  if (ascending > 0.8) return 0;
  // Signs beside letters count, except at the end, where they belong to a label ("Password?").
  const inner = charactersOf(value.slice(0, -1)).symbol;
  if (letters > 0 && digit > 0) return value.length;
  if (letters > 0 && inner > 0 && symbol >= 1) return value.length;
  return letters === 0 && digit >= 6 && symbol > 0 ? value.length : 0;
}

/**
 * Returns the length of an unquoted value that may be a password. Code has more such values, so the characters must be
 * more mixed than in quotes.
 */
export function acceptBarePassword(value: string): number {
  const { lower, upper, digit, symbol, digitChanges } = charactersOf(value);
  if (TYPE_NAME.test(value)) return 0;
  const mixedEnough =
    (digit > 0 && (symbol > 0 || digitChanges >= 2)) || (symbol > 0 && upper > 0 && lower > 0);
  const isPhrase = digit > 0 && value.length >= 14 && /^[a-z]{3,12}(?:-[a-z\d]{1,12}){2,6}$/.test(value);
  return mixedEnough || isPhrase || (digit > 0 && upper > 0 && lower > 0) ? acceptPassword(value) : 0;
}

/** A requirement for passwords, not a password: `8-64 characters`. */
const REQUIREMENT = /^\d{1,3}(?:-\d{1,3})?-?(?:char|digit|letter|sign|zeichen|car|chiffre)/i;

/** Returns the length of a password that a sentence names. */
export function acceptSpokenPassword(match: string): number {
  const value = match.replace(/[.,;!?]{1,3}$/, '');
  const { digit, lower, upper } = charactersOf(value);
  if (digit === 0 || lower + upper < 2 || value.length < 6 || REQUIREMENT.test(value)) return 0;
  return acceptPassword(value);
}

/**
 * Returns the length of a password that only a word in front of it announces. Its characters are mixed; a word with a
 * number is refused.
 */
export function acceptStrongPassword(match: string): number {
  // A sign at the end may belong to the password or to the sentence. It is left out.
  const value = match.replace(/[.,;?]{1,3}$/, '');
  const { lower, upper, digit, symbol, digitChanges } = charactersOf(value);
  const kinds = [lower, upper, digit, symbol].filter((count) => count > 0).length;
  if (value.length < 7 || digit === 0 || kinds < 3 || REQUIREMENT.test(value)) return 0;
  if (/^\d{1,4}[A-Za-z]{1,4}$|^[A-Z]{1,5}-?\d{1,6}$/.test(value)) return 0;
  if (TYPE_NAME.test(value)) return 0;
  return symbol > 0 || digitChanges > 1 ? acceptPassword(value) : 0;
}

/**
 * Returns the length of a value that may be a key: random, or long and rich in symbols. One part of `id:secret` is
 * enough.
 */
export function acceptKey(value: string): number {
  if (NO_SECRET.test(value) || TYPE_NAME.test(value) || isPlaceholder(value)) return 0;
  const length = value.length - (value.endsWith('.') ? 1 : 0);
  const parts = value.slice(0, length).split(':');
  if (parts.some((part) => isRandomKey(part))) return length;
  const { lower, upper, digit, symbol } = charactersOf(value);
  const isRich = symbol >= 3 && lower + upper + digit >= 8 && value.length >= 16;
  return isRich && shannonEntropy(value) >= 3.5 ? length : 0;
}

/** A UUID has too few kinds of characters to look random for its length. */
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function isRandomKey(value: string): boolean {
  if (UUID.test(value)) return true;
  if (value.length >= 16) return looksRandom(value);
  const { digit, lower, upper } = charactersOf(value);
  return value.length >= 8 && digit >= 1 && lower + upper >= 3 && looksRandom(value, SHORT_KEY);
}

/**
 * Returns the length of a value that may be a key by a name such as `acme_key`: random, neither a digest nor a UUID.
 */
export function acceptVendorKey(value: string): number {
  if (value.length < 16 || NO_SECRET.test(value) || isPlaceholder(value) || isDigest(value)) return 0;
  if (TYPE_NAME.test(value) || isEncodedText(value)) return 0;
  return looksRandom(value, SHORT_KEY) ? value.length : 0;
}

/**
 * Returns the length of a key that only the word `key` announces: long and random, no digest of a well-known length.
 */
export function acceptLongKey(value: string): number {
  if (value.length < 24 || NO_SECRET.test(value) || isPlaceholder(value) || isEncodedText(value)) return 0;
  if (isDigest(value)) return 0;
  return looksRandom(value) ? value.length : 0;
}

/** Tells whether a value may be a digest or a UUID. Keys of entries are often one of these. */
function isDigest(value: string): boolean {
  const bare = value.replaceAll('-', '');
  return isHex(bare) && (bare !== value || [40, 64].includes(value.length));
}

/** Tells whether a value is base64 of plain text, as in settings. */
function isEncodedText(value: string): boolean {
  try {
    return !/[^\t\r\n\x20-\x7e]/.test(globalThis.atob(value));
  } catch {
    return false;
  }
}

/**
 * Returns the length of a random text after words such as "api key" alone. It has digits or letters that words do not
 * have, or is a digest.
 */
export function acceptLooseKey(value: string): number {
  const { lower, upper, digit } = charactersOf(value);
  if (!looksRandom(value, SHORT_KEY) || isPlaceholder(value) || NO_SECRET.test(value)) return 0;
  if (isHex(value)) return [32, 40, 48, 64].includes(value.length) ? value.length : 0;
  if (digit < 3) return value.length >= 20 && letterSurprise(value) >= SHORT_KEY ? value.length : 0;
  return lower + upper >= 6 ? value.length : 0;
}
