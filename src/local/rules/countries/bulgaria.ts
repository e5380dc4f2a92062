import { digitsOf } from '../../checks/digits.js';
import { shortDate } from '../../checks/short-date.js';
import { passesWeights } from '../../checks/weights.js';
import type { Rule } from '../../matcher/rule.js';
import { idNumber } from '../dlp/id-number.js';

/** Checks a Bulgarian EGN: birth date with 20 or 40 on the month for other centuries, weights modulo 11 (GRAO). */
export function isEgn(text: string): boolean {
  const digits = digitsOf(text);
  const months = Math.floor(Number(digits.slice(2, 4)) / 20) * 20;
  const check = { length: 10, weights: [2, 4, 8, 5, 10, 9, 7, 3, 6], modulus: 11 };
  return months <= 40 && shortDate(digits, 0, 2, 4, months) && passesWeights(digits, check);
}

/** Identifiers of Bulgaria. */
export const BULGARIA_RULES: readonly Rule[] = [
  idNumber({
    label: 'BG_EGN',
    digits: 10,
    form: /\d{10}/g,
    check: isEgn,
    words: ['егн', 'egn', 'единен граждански номер'],
    examples: { match: ['егн 7401025839'], noMatch: ['7401025839', 'егн 9703101499', 'егн 123'] },
  }),
];
