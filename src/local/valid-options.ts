import { GuardrailError, unknownKeyIn } from '../scan/index.js';
import { PatternError } from './matcher/pattern-syntax.js';

/** Makes an error for an option that is not valid. The message names the option, never a scanned text. */
export function configError(message: string): GuardrailError {
  return new GuardrailError('ERR_GUARDRAIL_CONFIG', message);
}

/**
 * Checks that a value is an object with known keys only.
 * @throws GuardrailError if it is not
 */
export function refuseUnknownKeys(place: string, value: unknown, known: ReadonlySet<string>): void {
  if (typeof value !== 'object' || value === null) throw configError(`${place} must be an object`);
  const unknown = unknownKeyIn(value, known);
  if (unknown !== undefined) throw configError(`${place} has no option ${unknown}`);
}

/**
 * Checks that a value is a list of detectors from `defineDetector`.
 * @throws GuardrailError if it is not
 */
export function assertDetectors(place: string, detectors: unknown): void {
  if (!Array.isArray(detectors)) throw configError(`${place} detectors must be a list`);
  const bad = detectors.findIndex((detector) => !Array.isArray(detector?.rules) || !isText(detector?.flag));
  if (bad >= 0) throw configError(`${place} detectors[${bad}] must come from defineDetector()`);
}

/**
 * Checks that a value is a list of rules.
 * @throws GuardrailError if it is not
 */
export function assertRules(place: string, rules: unknown): void {
  if (rules === undefined) return;
  if (!Array.isArray(rules)) throw configError(`${place} rules must be a list`);
  const bad = rules.findIndex(
    (rule) =>
      !isText(rule?.label) || !(rule.pattern instanceof RegExp) || typeof rule.confidence !== 'number',
  );
  if (bad >= 0) throw configError(`${place} rules[${bad}] must have label, pattern and confidence`);
}

/** Runs a task. An error about the pattern of a rule becomes a typed error. */
export function withTypedErrors<Value>(place: string, make: () => Value): Value {
  try {
    return make();
  } catch (error) {
    if (error instanceof PatternError) throw configError(`${place} rules: a pattern ${error.message}`);
    throw error;
  }
}

const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';
