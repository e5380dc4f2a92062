import { digitsOf, weightedSum } from '../../checks/digits.js';
import type { Rule } from '../../matcher/rule.js';
import { idNumber } from '../dlp/id-number.js';

/**
 * Checks a New Zealand IRD number of 8 or 9 digits: weights modulo 11, or other weights if the result is 10 (Inland
 * Revenue).
 */
function isIrd(text: string): boolean {
  const digits = digitsOf(text).padStart(9, '0');
  const value = Number(digits);
  const check = (weights: readonly number[]): number => (11 - (weightedSum(digits, weights) % 11)) % 11;
  const first = check([3, 2, 7, 6, 5, 4, 3, 2]);
  const last = first === 10 ? check([7, 4, 3, 2, 5, 2, 7, 6]) : first;
  return (
    digits.length === 9 && value > 10_000_000 && value < 200_000_000 && last === Number(digits.charAt(8))
  );
}

/** Identifiers of New Zealand. */
export const NEW_ZEALAND_RULES: readonly Rule[] = [
  idNumber({
    label: 'NZ_IRD',
    digits: 8,
    form: /\d{2,3}[ -]?\d{3}[ -]?\d{3}/g,
    check: isIrd,
    words: ['ird', 'ird number', 'ird no', 'inland revenue'],
    examples: {
      match: ['ird 080-529-589', 'ird number 27-658-768'],
      noMatch: ['080-529-589', 'ird 526-916-292', 'ird 123'],
    },
  }),
];
