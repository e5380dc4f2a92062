import type { IncomingMessage } from 'node:http';
import { type Answer, errorAnswer, rateLimitAnswer } from './answer.js';
import { authenticate } from './authenticate.js';
import type { Incomplete } from './faults.js';
import { readBody } from './http.js';
import type { Operation } from './operations.js';
import type { ResolvedServerOptions } from './options.js';
import { checkPayloadHash } from './payload-hash.js';
import type { RateLimiter } from './rate-limit.js';
import type { Endpoint, Target } from './routes.js';

/** The parts that the checks need besides the request. */
export interface Pipeline {
  readonly options: ResolvedServerOptions;
  readonly operations: Readonly<Record<Endpoint, Operation>>;
  readonly rateLimiter: RateLimiter;
}

const JSON_MEDIA_TYPE = /^\s{0,8}application\/json\s{0,8}(?:;|$)/i;

/**
 * Answers one request. The checks run in this order: 404 and 405, 401, 403, 415, 413, 400, 429. The order of the real
 * service is not documented. The hash is checked with the other 403s, unless the body is too large for it.
 */
export async function answerRequest(
  { options, operations, rateLimiter }: Pipeline,
  request: IncomingMessage,
  { route, query }: Target,
  incomplete: Incomplete | undefined,
  signal: AbortSignal,
): Promise<Answer> {
  if (route === undefined) return errorAnswer(404);
  if (request.method !== route.method) return { ...errorAnswer(405), headers: { allow: route.method } };
  const { endpoint } = route;

  const credentials = authenticate(request.headers, options);
  if (!credentials.ok) return credentials.answer;
  const { syncBytes, asyncBytes } = options.limits;
  const body = await readBody(request, endpoint === 'async' ? asyncBytes : syncBytes);
  if (body !== undefined) {
    const header = request.headers['x-payload-hash'];
    const hash = checkPayloadHash(header, body, credentials.value, options.requirePayloadHash);
    if (!hash.ok) return hash.answer;
  }
  if (route.method === 'POST' && !JSON_MEDIA_TYPE.test(request.headers['content-type'] ?? '')) {
    return errorAnswer(415);
  }
  if (body === undefined) return errorAnswer(413);
  const limited = (): Answer | undefined => {
    const waitMs = rateLimiter(endpoint);
    return waitMs > 0 ? rateLimitAnswer(waitMs) : undefined;
  };
  return operations[endpoint]({ query, body, incomplete, limited, signal });
}
