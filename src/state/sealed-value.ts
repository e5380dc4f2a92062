import { fromBase64Url, type SecretKeys, toBase64Url } from './secret-keys.js';

/** The place that a value belongs to. It cannot be opened under another key, session or use. */
export interface SealedPlace {
  readonly key: string;
  readonly session: string;
  readonly use: string;
}

/** A value that was read. */
export interface Opened {
  readonly value: unknown;
  /** The time at which it was written, in milliseconds since 1970, by the writer's clock. */
  readonly writtenAt: number;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const VERSION = '1.';
const IV_BYTES = 12;
/** The most by which the clocks of two processes may differ. */
const SKEW_MS = 60_000;

/** Encrypts a value for one place, together with its time and its expiry. */
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

/**
 * Decrypts a value. Returns undefined if it was not written for this place by a holder of the secret, or has expired.
 */
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
    // A value that lasts longer than any written value comes from a wrong clock.
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
