import type { ContentScanner } from '../../scan/index.js';
import { GuardrailConfigError } from '../errors.js';

/** Milliseconds; setTimeout turns longer delays into 1 ms. */
export const MAX_TIMER_MS = 2 ** 31 - 1;

/** @throws GuardrailConfigError for what is not a scanner */
export function assertScanner(field: string, scanner: ContentScanner): void {
  const given: unknown = scanner;
  const valid =
    typeof given === 'object' && given !== null && 'scan' in given && typeof given.scan === 'function';
  if (!valid) throw new GuardrailConfigError(field, 'must be a ContentScanner');
}

/** @throws GuardrailConfigError for what is not a function where one is given */
export function assertFunction(field: string, value: unknown): void {
  if (value !== undefined && typeof value !== 'function') {
    throw new GuardrailConfigError(field, 'must be a function');
  }
}

/**
 * A whole number of an option, or its default.
 * @throws GuardrailConfigError that names the limits
 */
export function wholeNumber(
  field: string,
  value: number | undefined,
  byDefault: number,
  limits: readonly [least: number, most: number],
): number {
  const chosen = value ?? byDefault;
  const [least, most] = limits;
  if (!Number.isInteger(chosen) || chosen < least || chosen > most) {
    throw new GuardrailConfigError(field, `must be a whole number from ${least} to ${most}`);
  }
  return chosen;
}

/** Bytes. */
export const MIB = 1024 * 1024;

/**
 * A number of bytes of an option, or its default.
 * @throws GuardrailConfigError that names the limits
 */
export function bytesOf(field: string, value: number | undefined, byDefault: number): number {
  return wholeNumber(field, value, byDefault, [1024, 2 ** 40]);
}
