import { fromBase64Url, type SecretKeys, toBase64Url } from './secret-keys.js';

/** What a value belongs to. It opens nowhere else: moved to another key, session or use, it is no value at all. */
export interface SealedPlace {
  readonly key: string;
  readonly session: string;
  readonly use: string;
}

/** A value that has been read. */
export interface Opened {
  readonly value: unknown;
  /** When it was written, in milliseconds since 1970 by the clock of who wrote it. */
  readonly writtenAt: number;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const VERSION = '1.';
const IV_BYTES = 12;
/** How far the clocks of two processes may be apart. */
const SKEW_MS = 60_000;

/** Encrypts a value, with when it was written and until when it counts, for one place. */
export async function sealValue(
  keys: SecretKeys,
  place: SealedPlace,
  value: unknown,
  { now, ttlMs }: { readonly now: number; readonly ttlMs: number },
): Promise<string> {
  const body = encoder.encode(JSON.stringify({ at: now, until: now + ttlMs, value }));
  const iv = globalThis.crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const key = await keys.sessionKey(place.session);
  const sealed = new Uint8Array(await globalThis.crypto.subtle.encrypt(algorithm(iv, place), key, body));
  const all = new Uint8Array(IV_BYTES + sealed.length);
  all.set(iv);
  all.set(sealed, IV_BYTES);
  return VERSION + toBase64Url(all);
}

/** Decrypts a value. Nothing for what was not written so, for this place, by who holds the secret, or no longer counts. */
export async function openValue(
  keys: SecretKeys,
  place: SealedPlace,
  stored: unknown,
  { now, ttlMs }: { readonly now: number; readonly ttlMs: number },
): Promise<Opened | undefined> {
  if (typeof stored !== 'string' || !stored.startsWith(VERSION)) return undefined;
  try {
    const all = fromBase64Url(stored.slice(VERSION.length));
    const key = await keys.sessionKey(place.session);
    const how = algorithm(all.slice(0, IV_BYTES), place);
    const body = await globalThis.crypto.subtle.decrypt(how, key, all.slice(IV_BYTES));
    const content: unknown = JSON.parse(decoder.decode(body));
    if (typeof content !== 'object' || content === null) return undefined;
    if (!('at' in content) || !('until' in content) || !('value' in content)) return undefined;
    const { at, until, value } = content;
    if (typeof at !== 'number' || typeof until !== 'number') return undefined;
    const left = until - now;
    // One that lasts longer than any we write is from a clock that went wrong.
    return left > 0 && left <= ttlMs + SKEW_MS ? { value, writtenAt: at } : undefined;
  } catch {
    return undefined;
  }
}

function algorithm(iv: Uint8Array<ArrayBuffer>, { key, session, use }: SealedPlace): AesGcmParams {
  return {
    name: 'AES-GCM',
    iv,
    additionalData: encoder.encode(JSON.stringify([VERSION, use, session, key])),
  };
}
