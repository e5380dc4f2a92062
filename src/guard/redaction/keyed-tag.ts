import { type Hash64, sipHash, sipHash128 } from './sip-hash.js';

/** A tag of letters for a text; the same for the same text, and told by nobody without the key. */
export type KeyedTag = (text: string, letters: number) => string;

/**
 * Lower-case letters without vowels: digits would look like numbers of cards and accounts to a scanner, and vowels would
 * make words.
 */
const ALPHABET = 'bcdfghjkmnpqrstvwxyz';

/** Makes tags with a secret, or with a random key of this function's own. */
export function createKeyedTag(secret: string | undefined): KeyedTag {
  const encoder = new TextEncoder();
  let key: Uint8Array | undefined;
  return (text, letters) => {
    // At first use: some platforms have no randomness while modules load.
    key ??= secret === undefined ? randomKey() : keyOf(encoder.encode(secret));
    return lettersOf(sipHash(key, encoder.encode(text)), letters);
  };
}

/** A hash of 128 bits for a list of texts. Nothing where the platform gives no random key. */
export type KeyedHash = (...texts: readonly string[]) => string | undefined;

/** Makes hashes with a random key of this function's own: nobody else can tell or find what gives one. */
export function createKeyedHash(): KeyedHash {
  const encoder = new TextEncoder();
  let key: Uint8Array | undefined;
  return (...texts) => {
    try {
      key ??= randomKey();
    } catch {
      // The caller goes without a memory.
      return undefined;
    }
    let text = '';
    for (const one of texts) text += `${one.length}:${one}`;
    // Two texts must not share a hash, as all lone surrogates do in UTF-8.
    const [one, other] = sipHash128(key, LONE_SURROGATE.test(text) ? utf16(text) : encoder.encode(text));
    return `${one.high}.${one.low}.${other.high}.${other.low}`;
  };
}

const LONE_SURROGATE = /\p{Surrogate}/u;

/** Writes a text in UTF-16, behind a byte that begins no UTF-8. */
function utf16(text: string): Uint8Array {
  const bytes = new DataView(new ArrayBuffer(1 + text.length * 2));
  bytes.setUint8(0, 0xff);
  for (let index = 0; index < text.length; index += 1) bytes.setUint16(1 + index * 2, text.charCodeAt(index));
  return new Uint8Array(bytes.buffer);
}

function randomKey(): Uint8Array {
  return globalThis.crypto.getRandomValues(new Uint8Array(16));
}

/** Makes a key of 16 bytes of a secret of any length: its hashes under two fixed keys. */
function keyOf(secret: Uint8Array): Uint8Array {
  const key = new DataView(new ArrayBuffer(16));
  for (const half of [0, 1]) {
    const { high, low } = sipHash(new Uint8Array(16).fill(half + 1), secret);
    key.setUint32(half * 8, low, true);
    key.setUint32(half * 8 + 4, high, true);
  }
  return new Uint8Array(key.buffer);
}

/** Spells a hash in letters, at most 14 of them: seven of each half. */
function lettersOf({ high, low }: Hash64, letters: number): string {
  let tag = '';
  let [one, other] = [high, low];
  while (tag.length < letters) {
    tag += ALPHABET.charAt(one % ALPHABET.length);
    [one, other] = [other, Math.floor(one / ALPHABET.length)];
  }
  return tag;
}
