import { createBoundedMap } from '../scan/index.js';

/** The keys derived from one secret. Each use has a key of its own, and each session has a key for encryption. */
export interface SecretKeys {
  /** Returns a name for a list of texts, with 32 characters or 192 bits. Only a holder of the secret can compute it. */
  nameOf(...texts: readonly string[]): Promise<string>;
  /** Returns the key that encrypts the values of a session. */
  sessionKey(session: string): Promise<CryptoKey>;
}

const encoder = new TextEncoder();
const NAME_BYTES = 24;
/** The limits on kept derived keys. A key takes about as much memory as its handle. */
const SESSION_KEYS = { maxEntries: 1_000, maxBytes: 2 ** 20 };
const SESSION_KEY_BYTES = 512;

/** Makes the keys of a secret. They are derived by HKDF at first use. The methods reject if there is no WebCrypto. */
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
    // As JSON, two different lists never become the same text, and lone surrogates stay distinct.
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

/** The keys of several secrets. The first writes, and all of them read. */
export type KeyRing = readonly [SecretKeys, ...SecretKeys[]];

/** Makes the keys of several secrets. */
export function keyRing([first, ...others]: readonly [string, ...string[]]): KeyRing {
  return [secretKeys(first), ...others.map(secretKeys)];
}

/**
 * Returns a short name for a text of any length. It needs no secret, because it only becomes part of names that have
 * one.
 */
export async function shortNameOf(text: string): Promise<string> {
  return toBase64Url(new Uint8Array(await globalThis.crypto.subtle.digest('SHA-256', encoder.encode(text))));
}

/** The number of bytes converted in one call. Some engines do not accept more arguments. */
const STEP = 8_192;

/** Writes bytes as a text that any store accepts. */
export function toBase64Url(bytes: Uint8Array): string {
  let binary = '';
  for (let from = 0; from < bytes.length; from += STEP)
    binary += String.fromCharCode(...bytes.subarray(from, from + STEP));
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** Reads a text written by `toBase64Url`. Throws for any other text. */
export function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  const bytes = new Uint8Array(binary.length);
  for (let index = 0; index < binary.length; index += 1) bytes[index] = binary.charCodeAt(index);
  return bytes;
}
