import { GuardrailConfigError } from './errors.js';

/** @throws GuardrailConfigError where `value` is not an object of known keys */
export function oneOfKeys(field: string, value: unknown, allowed: readonly string[]): void {
  if (typeof value !== 'object' || value === null) throw new GuardrailConfigError(field, 'must be an object');
  const unknown = Object.keys(value).find((key) => !allowed.includes(key));
  if (unknown !== undefined) {
    throw new GuardrailConfigError(`${field}.${unknown}`, `is not known; known are ${allowed.join(', ')}`);
  }
}

/**
 * One of some words.
 * @throws GuardrailConfigError that lists them
 */
export function oneOf<Value extends string>(field: string, value: unknown, allowed: readonly Value[]): Value {
  const found = allowed.find((candidate) => candidate === value);
  if (found === undefined) throw new GuardrailConfigError(field, `must be one of ${allowed.join(', ')}`);
  return found;
}
