import { GuardrailConfigError } from './errors.js';
import type { ContentScanner } from './scanner.js';

/** Returns the first key of an object that is not among the allowed ones. */
export function unknownKeyIn(
  value: object,
  allowed: readonly string[] | ReadonlySet<string>,
): string | undefined {
  const known = allowed instanceof Set ? allowed : new Set(allowed);
  return Object.keys(value).find((key) => !known.has(key));
}

/**
 * Checks that a value is an object with known keys only.
 * @throws GuardrailConfigError if it is not
 */
export function oneOfKeys(field: string, value: unknown, allowed: readonly string[]): void {
  if (typeof value !== 'object' || value === null) throw new GuardrailConfigError(field, 'must be an object');
  const unknown = unknownKeyIn(value, allowed);
  if (unknown !== undefined) {
    throw new GuardrailConfigError(`${field}.${unknown}`, `is not known; known are ${allowed.join(', ')}`);
  }
}

/**
 * Returns the value, which must be one of the allowed words.
 * @throws GuardrailConfigError that lists the words
 */
export function oneOf<Value extends string>(field: string, value: unknown, allowed: readonly Value[]): Value {
  const found = allowed.find((candidate) => candidate === value);
  if (found === undefined) throw new GuardrailConfigError(field, `must be one of ${allowed.join(', ')}`);
  return found;
}

/**
 * Checks that a value is a scanner.
 * @throws GuardrailConfigError if it is not
 */
export function assertScanner(field: string, scanner: ContentScanner): void {
  const given: unknown = scanner;
  const isScanner =
    typeof given === 'object' && given !== null && 'scan' in given && typeof given.scan === 'function';
  if (!isScanner) throw new GuardrailConfigError(field, 'must be a ContentScanner');
}

/**
 * Checks that a value is a function or absent.
 * @throws GuardrailConfigError if it is anything else
 */
export function assertFunction(field: string, value: unknown): void {
  if (value !== undefined && typeof value !== 'function') {
    throw new GuardrailConfigError(field, 'must be a function');
  }
}

/**
 * Returns a flag, or `false` if none is given.
 * @throws GuardrailConfigError for anything but a boolean
 */
export function flagOf(field: string, value: boolean | undefined): boolean {
  if (value !== undefined && typeof value !== 'boolean')
    throw new GuardrailConfigError(field, 'must be true or false');
  return value ?? false;
}

/**
 * Returns a whole number, or its default if none is given.
 * @throws GuardrailConfigError that names the limits
 */
export function wholeNumber(
  field: string,
  value: number | undefined,
  byDefault: number,
  [least, most]: readonly [least: number, most: number],
): number {
  const chosen = value ?? byDefault;
  if (chosen === byDefault) return chosen;
  if (Number.isInteger(chosen) && chosen >= least && chosen <= most) return chosen;
  const range = most === Number.POSITIVE_INFINITY ? `of at least ${least}` : `from ${least} to ${most}`;
  throw new GuardrailConfigError(field, `must be a whole number ${range}`);
}

/** One mebibyte, in bytes. */
export const MIB = 1024 * 1024;

/**
 * Returns a number of bytes, or its default if none is given.
 * @throws GuardrailConfigError that names the limits
 */
export function byteCount(field: string, value: number | undefined, byDefault: number): number {
  return wholeNumber(field, value, byDefault, [1024, 2 ** 40]);
}
