// The symbol is registered, so that errors of two copies of the package (ESM beside CJS, two versions) recognise each
// other.
const BRAND = Symbol.for('airs-guardrails.error');

/** Every code an error of this package can carry. */
export type GuardrailErrorCode =
  | 'ERR_GUARDRAIL_BLOCKED'
  | 'ERR_GUARDRAIL_UNAVAILABLE'
  | 'ERR_GUARDRAIL_CONFIG'
  | 'ERR_AIRS_CONFIG'
  | 'ERR_AIRS_INPUT'
  | 'ERR_AIRS_HTTP'
  | 'ERR_AIRS_NETWORK'
  | 'ERR_AIRS_TIMEOUT'
  | 'ERR_AIRS_REDIRECT'
  | 'ERR_AIRS_RESPONSE';

/**
 * Base class of every error of this package. The message, `toJSON` and all other properties are free of scanned
 * content, keys and tokens, so an error may be logged or sent to a tracker as it is.
 */
export class GuardrailError extends Error {
  override readonly name: string = 'GuardrailError';
  readonly code: GuardrailErrorCode;

  constructor(code: GuardrailErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    Object.defineProperty(this, BRAND, { value: true });
  }

  /** Returns the name, code and message, and nothing else. */
  toJSON(): Record<string, unknown> {
    return { name: this.name, code: this.code, message: this.message };
  }
}

/** Reports an option that is not valid or cannot work, when a guardrail or a scanner is made. */
export class GuardrailConfigError extends GuardrailError {
  override readonly name = 'GuardrailConfigError';
  /** The name of the option, such as `policy.prompt.dlp`. */
  readonly field: string;

  constructor(field: string, problem: string) {
    super('ERR_GUARDRAIL_CONFIG', `${field} ${problem}`);
    this.field = field;
  }
}

/** Tells whether a value is an error of this package, or of another copy of it. */
export function isGuardrailError(value: unknown): value is GuardrailError {
  return typeof value === 'object' && value !== null && Reflect.get(value, BRAND) === true;
}

/**
 * Returns the first error of this package in `value` and its chain of `.cause`. Use it where a framework wraps errors.
 */
export function findGuardrailError(value: unknown): GuardrailError | undefined {
  const seen = new Set<unknown>();
  let current = value;
  while (typeof current === 'object' && current !== null && !seen.has(current)) {
    if (isGuardrailError(current)) return current;
    seen.add(current);
    current = Reflect.get(current, 'cause');
  }
  return undefined;
}
