/** An answer before it is sent. A string body goes out as it is, any other body as JSON. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The outcome of a step: a value, or an answer that ends the request. */
export type AnswerOutcome<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly answer: Answer };

/** The service's own message for each status. */
const MESSAGES: ReadonlyMap<number, string> = new Map([
  [400, 'Request data is invalid or malformed'],
  [401, 'Not Authenticated'],
  [403, 'Invalid API Key or OAuth Token'],
  [404, 'Resource is not found'],
  [405, 'The method is not allowed'],
  [413, 'The request body is too large'],
  [415, 'The media type is not supported'],
  [429, 'Request exceeds limit'],
  [500, 'Unexpected server error'],
  [503, 'Service temporarily unavailable'],
]);

/** Messages for known causes. The first two were seen live, the others are this server's own. */
export const NO_PROFILE = 'No default AI profile available';
export const UNSUPPORTED_ECOSYSTEM = 'unsupported ecosystem';
export const UNKNOWN_PROFILE = 'AI profile is not known to this server';
export const HASH_MISMATCH = 'Payload hash mismatch';
export const HASH_REQUIRED = 'Payload hash is required';

/** Makes an error answer with the service's wording. */
export function errorAnswer(status: number, message = messageOf(status)): Answer {
  return { status, body: { error: { message } } };
}

/** Makes a 429 answer. The time to wait is nested in `error`, as the service does it. */
export function rateLimitAnswer(waitMs: number): Answer {
  const seconds = Math.max(1, Math.ceil(waitMs / 1000));
  const retryAfter =
    seconds % 60 === 0 ? { interval: seconds / 60, unit: 'minute' } : { interval: seconds, unit: 'second' };
  return { status: 429, body: { error: { message: messageOf(429), retry_after: retryAfter } } };
}

/** Makes the outcome that ends a request with an error. */
export function refused(status: number, message?: string): { readonly ok: false; readonly answer: Answer } {
  return { ok: false, answer: errorAnswer(status, message) };
}

function messageOf(status: number): string {
  return MESSAGES.get(status) ?? `HTTP ${status}`;
}
