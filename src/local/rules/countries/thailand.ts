import { digitsOf, weightedSum } from '../../checks/digits.js';
import type { Rule } from '../../matcher/rule.js';
import { idNumber } from '../dlp/id-number.js';

const THAI_WORDS = [
  'thai id',
  'thai national id',
  'national id',
  'เลขประจำตัวประชาชน',
  'บัตรประชาชน',
  'เลขบัตรประชาชน',
];

/** Checks a Thai identity number of 13 digits: weights 13 to 2 modulo 11. */
export function isThaiId(text: string): boolean {
  const digits = digitsOf(text);
  const rest = weightedSum(digits, [13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11;
  return digits.length === 13 && !/^[09]/.test(digits) && (11 - rest) % 10 === Number(digits.charAt(12));
}

/** Identifiers of Thailand. */
export const THAILAND_RULES: readonly Rule[] = [
  idNumber({
    label: 'TH_ID',
    digits: 13,
    form: /\d-\d{4}-\d{5}-\d{2}-\d|\d \d{4} \d{5} \d{2} \d/g,
    check: isThaiId,
    alone: 0.95,
    words: THAI_WORDS,
    examples: { match: ['1-2345-67890-12-1'], noMatch: ['1-2345-67890-12-2', '0-2345-67890-12-1'] },
  }),
  idNumber({
    label: 'TH_ID',
    digits: 13,
    form: /[1-8]\d{12}/g,
    check: isThaiId,
    words: THAI_WORDS,
    examples: {
      match: ['Thai ID 1234567890121', 'เลขประจำตัวประชาชน 1234567890121'],
      noMatch: ['1234567890121', 'Thai ID 1234567890122'],
    },
  }),
];
