import { digitsOf, weightedSum } from '../../checks/digits.js';
import type { Rule } from '../../matcher/rule.js';
import { idNumber } from '../dlp/id-number.js';

/** Checks a Turkish identity number: 11 digits, no leading 0, the last two check the others modulo 10. */
export function isTurkishId(text: string): boolean {
  const digits = digitsOf(text);
  if (digits.length !== 11 || digits.startsWith('0')) return false;
  const odd = weightedSum(digits, [1, 0, 1, 0, 1, 0, 1, 0, 1]);
  const even = weightedSum(digits, [0, 1, 0, 1, 0, 1, 0, 1]);
  const first = (((odd * 7 - even) % 10) + 10) % 10;
  const second = (odd + even + first) % 10;
  return first === Number(digits.charAt(9)) && second === Number(digits.charAt(10));
}

/** Identifiers of Turkey. */
export const TURKEY_RULES: readonly Rule[] = [
  idNumber({
    label: 'TR_ID',
    digits: 11,
    form: /[1-9]\d{10}/g,
    check: isTurkishId,
    words: [
      'tckn',
      't.c',
      'tc',
      'tc kimlik',
      'tc kimlik no',
      'kimlik',
      'kimlik no',
      'kimlik numarası',
      'kimlik numaram',
      'turkish id',
    ],
    examples: { match: ['TC kimlik no: 10000000146'], noMatch: ['10000000146', 'TCKN 10000000147'] },
  }),
];
