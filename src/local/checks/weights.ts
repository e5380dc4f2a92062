import { digitsOf, isUniform, weightedSum } from './digits.js';

/** The rule by which the digits of an identifier determine the last one. */
export interface WeightedCheck {
  /** The number of digits of the identifier. */
  readonly length: number;
  readonly weights: readonly number[];
  readonly modulus: number;
  /** Whether the last digit is the modulus minus the remainder, and not the remainder itself. */
  readonly complement?: boolean;
}

/**
 * Tells whether the last digit is the weighted sum of the others modulo 10 or 11, where 10 counts as 0. Ignores
 * separators. A number that repeats one digit is nobody's and does not pass.
 */
export function passesWeights(
  text: string,
  { length, weights, modulus, complement }: WeightedCheck,
): boolean {
  const digits = digitsOf(text);
  if (digits.length !== length || isUniform(digits)) return false;
  const rest = weightedSum(digits.slice(0, -1), weights) % modulus;
  return (complement === true ? (modulus - rest) % modulus : rest) % 10 === Number(digits.at(-1));
}
