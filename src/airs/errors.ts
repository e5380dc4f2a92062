import { GuardrailError, type GuardrailErrorCode } from '../scan/index.js';

/**
 * The kind of an error: `config` (options or credentials), `input` (refused before any network call), `http` (an error
 * status), `network` (no answer), `timeout`, `redirect` (refused), `response` (an answer that does not match the API).
 */
export type AirsErrorKind = 'config' | 'input' | 'http' | 'network' | 'timeout' | 'redirect' | 'response';

/** Details of an `AirsError`. */
export interface AirsErrorDetails {
  /** The HTTP status, for `http` and `redirect`. */
  readonly statusCode?: number | undefined;
  /** The wait that the service asks for, in milliseconds. */
  readonly retryAfterMs?: number | undefined;
  /** Whether the same call may succeed later. */
  readonly retryable?: boolean | undefined;
  /** The invalid field, for `input` and `config`. */
  readonly field?: string | undefined;
  /** The limit that the field exceeded, in the unit that the message names. */
  readonly limit?: number | undefined;
  /** True if the request certainly did not reach the service (refused connection, unknown host). */
  readonly notSent?: boolean | undefined;
  readonly breakerOpen?: boolean | undefined;
}

const CODES: Readonly<Record<AirsErrorKind, GuardrailErrorCode>> = {
  config: 'ERR_AIRS_CONFIG',
  input: 'ERR_AIRS_INPUT',
  http: 'ERR_AIRS_HTTP',
  network: 'ERR_AIRS_NETWORK',
  timeout: 'ERR_AIRS_TIMEOUT',
  redirect: 'ERR_AIRS_REDIRECT',
  response: 'ERR_AIRS_RESPONSE',
};

/**
 * An error of the Scan API client. It never holds content, credentials, headers, the request or the original error of
 * the HTTP library, which keeps all of these in getters. So it has no `cause`.
 */
export class AirsError extends GuardrailError {
  override readonly name = 'AirsError';
  readonly kind: AirsErrorKind;
  readonly statusCode: number | undefined;
  readonly retryAfterMs: number | undefined;
  readonly retryable: boolean;
  readonly field: string | undefined;
  readonly limit: number | undefined;
  /** True if the request certainly did not reach the service, so a repetition cannot do its work twice. */
  readonly notSent: boolean;
  /** True if no call was made because the circuit breaker is open. */
  readonly breakerOpen: boolean;

  constructor(kind: AirsErrorKind, message: string, details: AirsErrorDetails = {}) {
    super(CODES[kind], message);
    this.kind = kind;
    this.statusCode = details.statusCode;
    this.retryAfterMs = details.retryAfterMs;
    this.retryable = details.retryable ?? false;
    this.field = details.field;
    this.limit = details.limit;
    this.notSent = details.notSent ?? false;
    this.breakerOpen = details.breakerOpen ?? false;
  }

  override toJSON(): Record<string, unknown> {
    const { kind, statusCode, retryAfterMs, retryable, field, limit } = this;
    return {
      ...super.toJSON(),
      kind,
      statusCode,
      retryAfterMs,
      retryable,
      field,
      limit,
    };
  }
}

/** Makes an `input` error that names the field and, if there is one, the limit. */
export function inputError(field: string, problem: string, limit?: number): AirsError {
  return new AirsError('input', `${field}: ${problem}`, { field, limit });
}
