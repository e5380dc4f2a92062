import { digitsOf } from '../../checks/digits.js';
import { shortDate } from '../../checks/short-date.js';
import { passesWeights } from '../../checks/weights.js';
import type { Rule } from '../../matcher/rule.js';
import { idNumber } from '../dlp/id-number.js';

/** Checks an Uzbek PINFL of 14 digits: sex and century, birth date as day, month, year; weights 7, 3, 1 modulo 10. */
export function isPinfl(text: string): boolean {
  const digits = digitsOf(text);
  const weights = [7, 3, 1, 7, 3, 1, 7, 3, 1, 7, 3, 1, 7];
  return (
    /^[1-6]/.test(digits) &&
    shortDate(digits, 5, 3, 1) &&
    passesWeights(digits, { length: 14, weights, modulus: 10 })
  );
}

/** Identifiers of Uzbekistan. */
export const UZBEKISTAN_RULES: readonly Rule[] = [
  idNumber({
    label: 'UZ_PINFL',
    digits: 14,
    form: /[1-6]\d{13}/g,
    check: isPinfl,
    words: ['пинфл', 'pinfl', 'jshshir', 'жшшир'],
    examples: {
      match: ['пинфл 30205780646368'],
      noMatch: ['30205780646368', 'пинфл 31212586913324', 'пинфл 123'],
    },
  }),
];
