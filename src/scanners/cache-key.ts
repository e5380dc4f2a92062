import type { ScanRequest } from '../scan/index.js';

/** Who asks, not what is asked: no part of what a verdict rests on. */
const WHO_ASKS: ReadonlySet<string> = new Set([
  'sessionId',
  'trId',
  'appUser',
  'userIp',
] satisfies readonly (keyof ScanRequest)[]);

/** Requests are two levels deep; what is deeper is none of ours. */
const MAX_DEPTH = 6;

/**
 * Writes what a request asks as one text: each name and value with its kind and length before it, so that no two requests
 * share one. Fields that this version does not know count too. Nothing for a request that holds what is no data.
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

/** Texts to a hash that only who holds the secret can compute. Nothing where the runtime has no WebCrypto. */
export type StoreHash = (...texts: readonly string[]) => Promise<string | undefined>;

/** Makes an HMAC-SHA-256 under a secret, as 64 hexadecimal digits. Without a secret it takes a random one. */
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
      // The caller goes without a cache.
      return undefined;
    }
  };
}

function secretBytes(secret: string | undefined): Uint8Array<ArrayBuffer> {
  return secret === undefined
    ? globalThis.crypto.getRandomValues(new Uint8Array(32))
    : new Uint8Array(new TextEncoder().encode(secret));
}

/** Writes a text in UTF-16. UTF-8 would write all lone surrogates alike, and two texts would share a key. */
function utf16(text: string): Uint16Array<ArrayBuffer> {
  const units = new Uint16Array(text.length);
  for (let index = 0; index < text.length; index += 1) units[index] = text.charCodeAt(index);
  return units;
}
