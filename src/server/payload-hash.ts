import { createHmac, timingSafeEqual } from 'node:crypto';
import { type AnswerOutcome, HASH_MISMATCH, HASH_REQUIRED, refused } from './answer.js';
import type { Credentials } from './authenticate.js';

/** The bytes that the Python client signs when there is no body. */
const PYTHON_NO_BODY = Buffer.from('null');

/**
 * Checks `x-payload-hash` over the raw bytes of the body. Clients use the API key as the hash key, or (Python) the
 * whole `Bearer <token>`. The 403 and its two messages are this server's own, because the service's answer is not
 * documented.
 */
export function checkPayloadHash(
  header: string | readonly string[] | undefined,
  body: Buffer,
  credentials: Credentials,
  required: boolean,
): AnswerOutcome<undefined> {
  if (header === undefined) {
    return required && body.length > 0 ? refused(403, HASH_REQUIRED) : { ok: true, value: undefined };
  }
  const { apiKey, apiToken } = credentials;
  const secrets = [apiKey, ...(apiToken === undefined ? [] : [`Bearer ${apiToken}`, apiToken])];
  const messages = body.length === 0 ? [PYTHON_NO_BODY, body] : [body];
  const sent = Buffer.from(String(header));
  const matches = secrets.some((secret) =>
    messages.some((message) => secret !== undefined && equal(sent, payloadHash(secret, message))),
  );
  return matches ? { ok: true, value: undefined } : refused(403, HASH_MISMATCH);
}

function payloadHash(secret: string, message: Buffer): Buffer {
  return Buffer.from(createHmac('sha256', secret).update(message).digest('hex'));
}

function equal(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}
