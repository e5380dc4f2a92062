import { createBoundedMap } from '../scan/index.js';

/** What is done under one secret. Each use has a key of its own, and each session one to encrypt under. */
export interface SecretKeys {
  /** A name for a list of texts that only who holds the secret can compute: 32 characters, 192 bits. */
  nameOf(...texts: readonly string[]): Promise<string>;
  /** The key that values of a session are encrypted under. */
  sessionKey(session: string): Promise<CryptoKey>;
}

const encoder = new TextEncoder();
const NAME_BYTES = 24;
/** Derived keys that are kept; a key takes about as much as its handle. */
const SESSION_KEYS = { maxEntries: 1_000, maxBytes: 2 ** 20 };
const SESSION_KEY_BYTES = 512;

/** Makes the keys of a secret, derived by HKDF when they are first needed. Methods reject where there is no WebCrypto. */
export function secretKeys(secret: string): SecretKeys {
  let base: Promise<CryptoKey> | undefined;
  let naming: Promise<CryptoKey> | undefined;
  const sessions = createBoundedMap<string, Promise<CryptoKey>>(SESSION_KEYS);

  const root = (): Promise<CryptoKey> => {
    base ??= globalThis.crypto.subtle.importKey('raw', encoder.encode(secret), 'HKDF', false, [
      'deriveBits',
      'deriveKey',
    ]);
    return base;
  };
  const derived = async (use: string, salt: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> => {
    const how = {
      name: 'HKDF',
      hash: 'SHA-256',
      salt,
      info: encoder.encode(`airs-guardrails state 1 ${use}`),
    };
    return new Uint8Array(await globalThis.crypto.subtle.deriveBits(how, await root(), 256));
  };
  const namingKey = async (): Promise<CryptoKey> =>
    globalThis.crypto.subtle.importKey(
      'raw',
      await derived('names', new Uint8Array(0)),
      { name: 'HMAC', hash: 'SHA-256' },
      false,
      ['sign'],
    );
  const sign = async (texts: readonly string[]): Promise<Uint8Array<ArrayBuffer>> => {
    naming ??= namingKey();
    // As JSON, no two lists are the same text, and lone surrogates stay apart.
    const message = encoder.encode(JSON.stringify(texts));
    return new Uint8Array(await globalThis.crypto.subtle.sign('HMAC', await naming, message));
  };
  const keyOfSession = async (session: string): Promise<CryptoKey> => {
    const salt = await sign(['salt', session]);
    const bytes = await derived('values', salt);
    return globalThis.crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt']);
  };

  return {
    async nameOf(...texts) {
      return toBase64Url((await sign(texts)).subarray(0, NAME_BYTES));
    },
    sessionKey(session) {
      const known = sessions.get(session);
      if (known !== undefined) return known;
      const made = keyOfSession(session);
      sessions.set(session, made, SESSION_KEY_BYTES + 2 * session.length);
      return made;
    },
  };
}

/** The keys of several secrets: the first writes, all read. */
export type KeyRing = readonly [SecretKeys, ...SecretKeys[]];

/** Makes the keys of several secrets. */
export function keyRing([first, ...others]: readonly [string, ...string[]]): KeyRing {
  return [secretKeys(first), ...others.map(secretKeys)];
}

/** A short name for a text of any length, of which nobody needs a secret: it goes into names that do. */
export async function shortNameOf(text: string): Promise<string> {
  return toBase64Url(new Uint8Array(await globalThis.crypto.subtle.digest('SHA-256', encoder.encode(text))));
}

/** How many bytes become characters in one call: more arguments are too many for some engines. */
const STEP = 8_192;

/** Writes bytes as text that any store takes. */
export function toBase64Url(bytes: Uint8Array): string {
  let binary = '';
  for (let from = 0; from < bytes.length; from += STEP)
    binary += String.fromCharCode(...bytes.subarray(from, from + STEP));
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** Reads what `toBase64Url` has written; throws for any other text. */
export function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  const bytes = new Uint8Array(binary.length);
  for (let index = 0; index < binary.length; index += 1) bytes[index] = binary.charCodeAt(index);
  return bytes;
}
