import { GuardrailError, type GuardrailErrorCode } from '../scan/index.js';

/**
 * What went wrong: `config` (options or credentials), `input` (refused before any network call), `http` (an error
 * status), `network` (no answer), `timeout`, `redirect` (refused), `response` (an answer that is not the API's).
 */
export type AirsErrorKind = 'config' | 'input' | 'http' | 'network' | 'timeout' | 'redirect' | 'response';

/** Details of an `AirsError`. */
export interface AirsErrorDetails {
  /** HTTP status, for `http` and `redirect`. */
  readonly statusCode?: number | undefined;
  /** How long the service asks to wait, in milliseconds. */
  readonly retryAfterMs?: number | undefined;
  /** Whether the same call may succeed later. */
  readonly retryable?: boolean | undefined;
  /** The offending input field, for `input` and `config`. */
  readonly field?: string | undefined;
  /** The limit that the field broke, in the unit the message names. */
  readonly limit?: number | undefined;
  /** The request certainly did not reach the service (refused connection, unknown host). */
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
 * Error of the Scan API client. It never holds content, credentials, headers, the request or the original error of
 * the HTTP library (which keeps all of these in getters), so it has no `cause`.
 */
export class AirsError extends GuardrailError {
  override readonly name = 'AirsError';
  readonly kind: AirsErrorKind;
  readonly statusCode: number | undefined;
  readonly retryAfterMs: number | undefined;
  readonly retryable: boolean;
  readonly field: string | undefined;
  readonly limit: number | undefined;
  /** The request certainly did not reach the service, so repeating it cannot do its work twice. */
  readonly notSent: boolean;
  /** Whether nobody was asked because the circuit breaker is open. */
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

/** An `input` error that names the field and, where there is one, the limit. */
export function inputError(field: string, problem: string, limit?: number): AirsError {
  return new AirsError('input', `${field}: ${problem}`, { field, limit });
}
