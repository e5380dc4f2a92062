import { digitsOf, isUniform, weightedSum } from '../../checks/digits.js';
import type { Rule } from '../../matcher/rule.js';
import { idNumber } from '../dlp/id-number.js';

/**
 * Checks a Japanese My Number of 12 digits: check digit modulo 11 over weights 6 to 2, 7 to 2; remainders 0 and 1 give
 * 0.
 */
export function isMyNumber(text: string): boolean {
  const digits = digitsOf(text);
  if (digits.length !== 12 || isUniform(digits)) return false;
  const rest = weightedSum(digits, [6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11;
  return (rest < 2 ? 0 : 11 - rest) === Number(digits.charAt(11));
}

/** Identifiers of Japan. */
export const JAPAN_RULES: readonly Rule[] = [
  idNumber({
    label: 'JP_MY_NUMBER',
    digits: 12,
    form: /\d{4}[ -]?\d{4}[ -]?\d{4}/g,
    check: isMyNumber,
    words: ['my number', 'mynumber', 'マイナンバー', '個人番号', 'マイナンバーは', '個人番号は'],
    examples: {
      match: ['マイナンバー: 1234 5678 9018', 'My Number 123456789018'],
      noMatch: ['123456789018', 'My Number 123456789017'],
    },
  }),
];
