import { type Hash64, sipHash, sipHash128 } from './sip-hash.js';

/**
 * Makes a tag of letters for a text. The same text always has the same tag, and nobody can compute it without the key.
 */
export type KeyedTag = (text: string, letters: number) => string;

/**
 * Lower-case letters without vowels. Scanners could take digits for numbers of cards and accounts, and vowels would
 * form words.
 */
const ALPHABET = 'bcdfghjkmnpqrstvwxyz';

/** Makes tags with a secret, or with a random key that only this function has. */
export function createKeyedTag(secret: string | undefined): KeyedTag {
  const encoder = new TextEncoder();
  let key: Uint8Array | undefined;
  return (text, letters) => {
    // The key is made at first use, because some platforms have no randomness while modules load.
    key ??= secret === undefined ? randomKey() : keyOf(encoder.encode(secret));
    return lettersOf(sipHash(key, encoder.encode(text)), letters);
  };
}

/** Computes a hash of 128 bits for a list of texts. Returns undefined if the platform gives no random key. */
export type KeyedHash = (...texts: readonly string[]) => string | undefined;

/** Makes hashes with a random key that only this function has. Nobody else can compute a hash or find a text for it. */
export function createKeyedHash(): KeyedHash {
  const encoder = new TextEncoder();
  let key: Uint8Array | undefined;
  return (...texts) => {
    try {
      key ??= randomKey();
    } catch {
      // Without a key the caller has no memory.
      return undefined;
    }
    let text = '';
    for (const one of texts) text += `${one.length}:${one}`;
    // Two texts must not share a hash. In UTF-8 all lone surrogates look the same.
    const [one, other] = sipHash128(key, LONE_SURROGATE.test(text) ? utf16(text) : encoder.encode(text));
    return `${one.high}.${one.low}.${other.high}.${other.low}`;
  };
}

const LONE_SURROGATE = /\p{Surrogate}/u;

/** Encodes a text as UTF-16 after a byte that begins no UTF-8 text. */
function utf16(text: string): Uint8Array {
  const bytes = new DataView(new ArrayBuffer(1 + text.length * 2));
  bytes.setUint8(0, 0xff);
  for (let index = 0; index < text.length; index += 1) bytes.setUint16(1 + index * 2, text.charCodeAt(index));
  return new Uint8Array(bytes.buffer);
}

function randomKey(): Uint8Array {
  return globalThis.crypto.getRandomValues(new Uint8Array(16));
}

/** Makes a key of 16 bytes from a secret of any length: its hashes under two fixed keys. */
function keyOf(secret: Uint8Array): Uint8Array {
  const key = new DataView(new ArrayBuffer(16));
  for (const half of [0, 1]) {
    const { high, low } = sipHash(new Uint8Array(16).fill(half + 1), secret);
    key.setUint32(half * 8, low, true);
    key.setUint32(half * 8 + 4, high, true);
  }
  return new Uint8Array(key.buffer);
}

/** Writes a hash as letters, at most 14: seven for each half. */
function lettersOf({ high, low }: Hash64, letters: number): string {
  let tag = '';
  let [one, other] = [high, low];
  while (tag.length < letters) {
    tag += ALPHABET.charAt(one % ALPHABET.length);
    [one, other] = [other, Math.floor(one / ALPHABET.length)];
  }
  return tag;
}
