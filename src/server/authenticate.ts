import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { type AnswerOutcome, refused } from './answer.js';

/** The credentials of a request. Each is undefined if it is absent or empty. */
export interface Credentials {
  readonly apiKey: string | undefined;
  readonly apiToken: string | undefined;
}

/**
 * Checks the credentials: 401 without any, 403 if none is known. If a request has both a key and a token, one good one
 * is enough. The order in which the real service looks is not documented.
 */
export function authenticate(
  headers: IncomingHttpHeaders,
  known: {
    readonly apiKeys?: readonly string[] | undefined;
    readonly apiTokens?: readonly string[] | undefined;
  },
): AnswerOutcome<Credentials> {
  const header = headers['x-pan-token'];
  const apiKey = (typeof header === 'string' ? header.trim() : '') || undefined;
  const apiToken = /^bearer +(\S{1,4096})$/i.exec(headers.authorization ?? '')?.[1];
  if (apiKey === undefined && apiToken === undefined) return refused(401);
  const open = known.apiKeys === undefined && known.apiTokens === undefined;
  const accepted = open || isKnown(apiKey, known.apiKeys) || isKnown(apiToken, known.apiTokens);
  return accepted ? { ok: true, value: { apiKey, apiToken } } : refused(403);
}

function isKnown(credential: string | undefined, known: readonly string[] = []): boolean {
  if (credential === undefined) return false;
  // Digests have one length, and every candidate is compared, so the time reveals nothing about the known credentials.
  return known.map((candidate) => timingSafeEqual(digest(candidate), digest(credential))).includes(true);
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
