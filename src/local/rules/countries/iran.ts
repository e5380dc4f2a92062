import { digitsOf, isUniform, weightedSum } from '../../checks/digits.js';
import type { Rule } from '../../matcher/rule.js';
import { idNumber } from '../dlp/id-number.js';

/** Checks an Iranian national code of 10 digits: weights 10 to 2 modulo 11. */
export function isMelliCode(text: string): boolean {
  const digits = digitsOf(text);
  const rest = weightedSum(digits, [10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11;
  return (
    digits.length === 10 && !isUniform(digits) && (rest < 2 ? rest : 11 - rest) === Number(digits.charAt(9))
  );
}

/** Identifiers of Iran. */
export const IRAN_RULES: readonly Rule[] = [
  idNumber({
    label: 'IR_NATIONAL_CODE',
    digits: 10,
    form: /\d{10}|\d{3}-\d{6}-\d/g,
    check: isMelliCode,
    words: ['کد ملی', 'کدملی', 'شماره ملی', 'code melli', 'melli code', 'iranian national', 'iranian id'],
    examples: {
      match: ['کد ملی 4304211341', 'کدملی 347-837153-8'],
      noMatch: ['4304211341', 'کد ملی 4310812645', 'کد ملی 123'],
    },
  }),
];
