import { digitsOf, weightedSum } from './digits.js';

/**
 * Checks a US bank routing number: prefix of the Federal Reserve, weights 3, 7, 1 modulo 10 (ABA). Ignores separators.
 */
export function isRoutingNumber(text: string): boolean {
  const digits = digitsOf(text);
  const prefix = Number(digits.slice(0, 2));
  const issued =
    (prefix >= 1 && prefix <= 12) ||
    (prefix >= 21 && prefix <= 32) ||
    (prefix >= 61 && prefix <= 72) ||
    prefix === 80;
  return digits.length === 9 && issued && weightedSum(digits, [3, 7, 1, 3, 7, 1, 3, 7, 1]) % 10 === 0;
}
