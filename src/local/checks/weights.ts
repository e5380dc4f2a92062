import { digitsOf, isUniform, weightedSum } from './digits.js';

/** How the digits of an identifier decide its last one. */
export interface WeightedCheck {
  /** How many digits the identifier has. */
  readonly length: number;
  readonly weights: readonly number[];
  readonly modulus: number;
  /** Whether the last digit is what is missing to the modulus, not the remainder itself. */
  readonly complement?: boolean;
}

/**
 * Whether the last digit is the weighted sum of the others modulo 10 or 11, where 10 counts as 0. Ignores separators;
 * numbers of one digit repeated are nobody's.
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
