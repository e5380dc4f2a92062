import { createFetch } from 'ofetch';
import { untilAborted } from '../scan/index.js';
import { AirsError } from './errors.js';

/** One HTTP exchange. */
export interface Exchange {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Headers;
  readonly body: Uint8Array<ArrayBuffer> | undefined;
  /** Milliseconds until the whole body has been read. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
  readonly fetch: typeof globalThis.fetch | undefined;
}

/** The answer to an exchange, whatever its status. */
export interface HttpAnswer {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly text: string;
}

/**
 * The largest answer, far above any real one (masked data repeats a 2 MiB field at most twice). A longer body is
 * refused.
 */
const MAX_ANSWER_BYTES = 16 * 1024 * 1024;

/** Failures after which the service cannot have seen the request. */
const NOT_SENT_CODES: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** TLS failures. They occur before the request is sent, and they are permanent. */
const TLS_CODE = /^(?:CERT_|ERR_TLS_|ERR_SSL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/;

/**
 * Makes one attempt, without a retry. Every status is an answer, except a redirect. A redirect is refused, because it
 * would carry the key and the content to another place.
 * @throws AirsError of kind `network`, `timeout`, `redirect` or `response`; the signal's reason when it aborts
 */
export async function exchange(request: Exchange): Promise<HttpAnswer> {
  request.signal?.throwIfAborted();
  // One controller ends the attempt for both reasons, because ofetch's own timeout stops at the headers of the answer.
  const controller = new AbortController();
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    controller.abort();
  }, request.timeoutMs);
  const forwardAbort = (): void => controller.abort();
  request.signal?.addEventListener('abort', forwardAbort, { once: true });
  try {
    const send = createFetch({ fetch: request.fetch ?? globalThis.fetch });
    // A replaced fetch, or a body, may ignore the signal.
    const sending = send.raw(request.url, {
      method: request.method,
      headers: request.headers,
      ...(request.body !== undefined && { body: request.body }),
      redirect: 'manual',
      retry: false,
      ignoreResponseError: true,
      responseType: 'stream',
      signal: controller.signal,
    });
    const response = await untilAborted(sending, controller.signal);
    if (response.type === 'opaqueredirect' || (response.status >= 300 && response.status < 400)) {
      if (response.body) ignoreFailure(response.body.cancel());
      throw redirectRefused(response.status);
    }
    const text = await readText(response.body, controller.signal);
    return {
      status: response.status,
      retryAfter: response.headers.get('retry-after'),
      text,
    };
  } catch (error) {
    if (request.signal?.aborted) throw request.signal.reason;
    if (timedOut) {
      throw new AirsError('timeout', `No answer within ${request.timeoutMs} ms`, { retryable: true });
    }
    if (error instanceof AirsError) throw error;
    // The HTTP library's error keeps the key and the content in its getters, so only its code is passed on.
    throw networkError(error);
  } finally {
    clearTimeout(timer);
    request.signal?.removeEventListener('abort', forwardAbort);
  }
}

function redirectRefused(status: number): AirsError {
  const details = status > 0 ? { statusCode: status } : {};
  return new AirsError('redirect', 'The endpoint answered with a redirect, which is refused', details);
}

async function readText(
  body: ReadableStream<Uint8Array> | null | undefined,
  signal: AbortSignal,
): Promise<string> {
  if (!body) return '';
  const decoder = new TextDecoder();
  const reader = body.getReader();
  let text = '';
  let bytes = 0;
  let complete = false;
  try {
    for (;;) {
      const { done, value } = await untilAborted(reader.read(), signal);
      if (done) break;
      bytes += value.byteLength;
      if (bytes > MAX_ANSWER_BYTES) {
        throw new AirsError('response', `The answer is larger than ${MAX_ANSWER_BYTES} bytes`);
      }
      text += decoder.decode(value, { stream: true });
    }
    complete = true;
  } finally {
    if (!complete) ignoreFailure(reader.cancel());
  }
  return text + decoder.decode();
}

/** Ignores the failure of a promise whose result no longer matters. It must not end the process. */
function ignoreFailure(promise: Promise<unknown>): void {
  promise.catch(() => undefined);
}

function networkError(error: unknown): AirsError {
  const code = findCode(error);
  const tls = code !== undefined && TLS_CODE.test(code);
  return new AirsError('network', `Network error${code === undefined ? '' : `: ${code}`}`, {
    retryable: !tls,
    notSent: tls || (code !== undefined && NOT_SENT_CODES.has(code)),
  });
}

/** Returns the system's error code, from anywhere in the chain of causes. */
function findCode(error: unknown): string | undefined {
  let current = error;
  for (let depth = 0; depth < 6 && typeof current === 'object' && current !== null; depth++) {
    const code: unknown = Reflect.get(current, 'code');
    if (typeof code === 'string' && /^[A-Z0-9_]{2,64}$/.test(code)) return code;
    const errors: unknown = Reflect.get(current, 'errors');
    // Node tries several addresses and reports their errors together.
    current = Array.isArray(errors) && errors.length > 0 ? errors[0] : Reflect.get(current, 'cause');
  }
  return undefined;
}
