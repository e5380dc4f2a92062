import { toHex } from './hex.js';
import type { ResolvedAirsOptions } from './options.js';
import { VERSION } from './version.js';

/** The product token of the service's clients, then that of this package. */
export const USER_AGENT = `PAN-AIRS/${VERSION}-typescript-sdk airs-guardrails/${VERSION}`;

const encoder = new TextEncoder();

/** Computes the lower-case hex HMAC-SHA256 of the exact bytes of a body, keyed with the UTF-8 bytes of the secret. */
export async function payloadHash(secret: string, body: Uint8Array<ArrayBuffer>): Promise<string> {
  const { subtle } = globalThis.crypto;
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const key = await subtle.importKey('raw', encoder.encode(secret), algorithm, false, ['sign']);
  return toHex(await subtle.sign('HMAC', key, body));
}

/**
 * Makes the headers of one request, as the service's own TypeScript client sends them. An API key signs the body, and a
 * bearer token does not. A request without a body has nothing to sign.
 */
export async function requestHeaders(
  options: Pick<ResolvedAirsOptions, 'apiKey' | 'apiToken'>,
  body: Uint8Array<ArrayBuffer> | undefined,
): Promise<Headers> {
  const headers = new Headers({ 'service-name': 'api' });
  try {
    headers.set('user-agent', USER_AGENT);
  } catch {
    // Some runtimes reserve the header. The service does not need it.
  }
  if (body !== undefined) headers.set('content-type', 'application/json');
  if (options.apiKey !== undefined) {
    headers.set('x-pan-token', options.apiKey);
    if (body !== undefined) headers.set('x-payload-hash', await payloadHash(options.apiKey, body));
  } else if (options.apiToken !== undefined) {
    headers.set('authorization', `Bearer ${options.apiToken}`);
  }
  return headers;
}
