import { digitsOf, startsWithShortDate, weightedSum } from '../../checks/digits.js';
import { shortDate } from '../../checks/short-date.js';
import type { Rule } from '../../matcher/rule.js';
import { idNumber } from '../dlp/id-number.js';

/**
 * Checks a personal code of Lithuania or Estonia, of 11 digits: sex and century, birth date, weights modulo 11, or
 * other weights if the result is 10.
 */
export function isBalticCode(text: string): boolean {
  const digits = digitsOf(text);
  if (digits.length !== 11 || !/^[1-8]/.test(digits) || !startsWithShortDate(digits.slice(1))) return false;
  const first = weightedSum(digits, [1, 2, 3, 4, 5, 6, 7, 8, 9, 1]) % 11;
  const second = weightedSum(digits, [3, 4, 5, 6, 7, 8, 9, 1, 2, 3]) % 11;
  return (first < 10 ? first : second % 10) === Number(digits.charAt(10));
}

/**
 * Checks a Latvian personal code of 11 digits: birth date, or 32 and no date since 2017; weights modulo 11 for numbers
 * with a date.
 */
function isLatvianCode(text: string): boolean {
  const digits = digitsOf(text);
  if (digits.length !== 11) return false;
  if (/^3[2-9]/.test(digits)) return true;
  const sum = weightedSum(digits, [1, 6, 3, 7, 9, 10, 5, 8, 4, 2]);
  return shortDate(digits, 4, 2, 0) && ((1101 - sum) % 11) % 10 === Number(digits.charAt(10));
}

/** Identifiers of the Baltic states. */
export const BALTICS_RULES: readonly Rule[] = [
  idNumber({
    label: 'LT_EE_PERSONAL_CODE',
    digits: 11,
    form: /[1-8]\d{10}/g,
    check: isBalticCode,
    words: ['asmens kodas', 'asmens kodo', 'a.k', 'isikukood', 'isikukoodi', 'personal code'],
    examples: {
      match: ['asmens kodas 35310145176', 'asmens kodo 48012286040'],
      noMatch: ['35310145176', 'asmens kodas 36601073312', 'asmens kodas 123'],
    },
  }),
  idNumber({
    label: 'LV_PERSONAL_CODE',
    digits: 11,
    form: /\d{6}-\d{5}/g,
    check: isLatvianCode,
    words: ['personas kods', 'personas kodu', 'personas koda', 'personal code'],
    examples: {
      match: ['personas kods 140691-10222', 'personas kodu 322005-69544'],
      noMatch: ['140691-10222', 'personas kods 180871-18753', 'personas kods 123'],
    },
  }),
];
