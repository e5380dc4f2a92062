import { digitsOf, startsWithShortDate } from '../../checks/digits.js';
import { passesWeights } from '../../checks/weights.js';
import type { Rule } from '../../matcher/rule.js';
import { idNumber } from '../dlp/id-number.js';

/** Checks a Kuwaiti civil id of 12 digits: century 2 or 3, birth date, weights modulo 11. */
export function isCivilId(text: string): boolean {
  const digits = digitsOf(text);
  const check = { length: 12, weights: [2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2], modulus: 11, complement: true };
  return /^[23]/.test(digits) && startsWithShortDate(digits.slice(1)) && passesWeights(digits, check);
}

/** Identifiers of Kuwait. */
export const KUWAIT_RULES: readonly Rule[] = [
  idNumber({
    label: 'KW_CIVIL_ID',
    digits: 12,
    form: /[23]\d{11}/g,
    check: isCivilId,
    words: ['civil id', 'civil id number', 'kuwait id', 'الرقم المدني', 'البطاقة المدنية', 'رقم مدني'],
    examples: {
      match: ['civil id 284111888468'],
      noMatch: ['284111888468', 'civil id 282060282433', 'civil id 123'],
    },
  }),
];
