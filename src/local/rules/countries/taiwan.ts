import { compact, weightedSum } from '../../checks/digits.js';
import type { Rule } from '../../matcher/rule.js';
import { idNumber } from '../dlp/id-number.js';

/** The first letters of a Taiwanese identity number in the order of their values, from 10 on. */
const TAIWAN_LETTERS = 'ABCDEFGHJKLMNPQRSTUVXYWZIO';

/** Checks a Taiwanese identity number: letter as two digits, weights 1, 9 to 1, 1 modulo 10. */
export function isTaiwanId(text: string): boolean {
  const id = compact(text);
  const letter = TAIWAN_LETTERS.indexOf(id.charAt(0)) + 10;
  const digits = `${letter}${id.slice(1)}`;
  return id.length === 10 && weightedSum(digits, [1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1]) % 10 === 0;
}

/** Identifiers of Taiwan. */
export const TAIWAN_RULES: readonly Rule[] = [
  idNumber({
    label: 'TW_ID',
    digits: 9,
    form: /[A-Z][1289]\d{8}/g,
    check: isTaiwanId,
    alone: 0.7,
    words: ['身分證', '身分證字號', '身份證字號', 'national id', 'taiwan id'],
    examples: { match: ['身分證字號 A123456789'], noMatch: ['A123456788', 'A323456789'] },
  }),
];
