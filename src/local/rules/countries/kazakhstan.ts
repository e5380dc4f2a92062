import { digitsOf, startsWithShortDate, weightedSum } from '../../checks/digits.js';
import type { Rule } from '../../matcher/rule.js';
import { idNumber } from '../dlp/id-number.js';

/**
 * Checks a Kazakh IIN of 12 digits: birth date, century and sex 1 to 6; weights modulo 11, or other weights if the
 * result is 10.
 */
export function isIin(text: string): boolean {
  const digits = digitsOf(text);
  if (digits.length !== 12 || !startsWithShortDate(digits) || !/^\d{6}[1-6]/.test(digits)) return false;
  const first = weightedSum(digits, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]) % 11;
  const second = weightedSum(digits, [3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2]) % 11;
  return (first < 10 ? first : second) === Number(digits.charAt(11));
}

/** Identifiers of Kazakhstan. */
export const KAZAKHSTAN_RULES: readonly Rule[] = [
  idNumber({
    label: 'KZ_IIN',
    digits: 12,
    form: /\d{12}/g,
    check: isIin,
    words: ['иин', 'жсн', 'iin', 'индивидуальный идентификационный номер'],
    examples: { match: ['иин 640505378440'], noMatch: ['640505378440', 'иин 640308320056', 'иин 123'] },
  }),
];
