import type { ScanRequest } from '../scan/index.js';

/** Fields about who asks. A verdict does not depend on them. */
const WHO_ASKS: ReadonlySet<string> = new Set([
  'sessionId',
  'trId',
  'appUser',
  'userIp',
] satisfies readonly (keyof ScanRequest)[]);

/** The deepest level of a request that is read. Requests have two levels. */
const MAX_DEPTH = 6;

/**
 * Writes the content of a request as one text. Each name and value has its kind and length before it, so no two
 * requests share a text. Fields that this version does not know count too. Returns undefined for a request with values
 * that are not data.
 */
export function canonicalRequest(request: ScanRequest): string | undefined {
  const asked = Object.entries(request).filter(([name]) => !WHO_ASKS.has(name));
  return encode(Object.fromEntries(asked), 0);
}

function encode(value: unknown, depth: number): string | undefined {
  if (typeof value === 'string') return `s${value.length}:${value}`;
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return `v${value};`;
  if (typeof value !== 'object' || depth > MAX_DEPTH) return undefined;
  const entries = Object.entries(value).filter(([, part]) => part !== undefined);
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  const parts = entries.flatMap(([name, part]) => [encode(name, depth), encode(part, depth + 1)]);
  if (parts.includes(undefined)) return undefined;
  return `${Array.isArray(value) ? 'a' : 'o'}${entries.length}:${parts.join('')}`;
}

/**
 * Hashes texts so that only a holder of the secret can compute the hash. Returns undefined if the runtime has no
 * WebCrypto.
 */
export type StoreHash = (...texts: readonly string[]) => Promise<string | undefined>;

/** Makes an HMAC-SHA-256 under a secret, as 64 hexadecimal digits. Without a secret it uses a random one. */
export function createStoreHash(secret: string | undefined): StoreHash {
  let key: Promise<CryptoKey> | undefined;
  return async (...texts) => {
    try {
      const { subtle } = globalThis.crypto;
      key ??= subtle.importKey('raw', secretBytes(secret), { name: 'HMAC', hash: 'SHA-256' }, false, [
        'sign',
      ]);
      const message = utf16(texts.map((text) => `${text.length}:${text}`).join(''));
      const digest = new Uint8Array(await subtle.sign('HMAC', await key, message));
      return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
    } catch {
      // Without a hash the caller has no cache.
      return undefined;
    }
  };
}

function secretBytes(secret: string | undefined): Uint8Array<ArrayBuffer> {
  return secret === undefined
    ? globalThis.crypto.getRandomValues(new Uint8Array(32))
    : new Uint8Array(new TextEncoder().encode(secret));
}

/** Encodes a text as UTF-16. UTF-8 writes all lone surrogates alike, so two texts could share a key. */
function utf16(text: string): Uint16Array<ArrayBuffer> {
  const units = new Uint16Array(text.length);
  for (let index = 0; index < text.length; index += 1) units[index] = text.charCodeAt(index);
  return units;
}
