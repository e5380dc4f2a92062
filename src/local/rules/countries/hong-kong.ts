import { BASE_36 } from '../../checks/base-36.js';
import { compact } from '../../checks/digits.js';
import type { Rule } from '../../matcher/rule.js';
import { idNumber } from '../dlp/id-number.js';

/** Checks a Hong Kong identity card: letters count from A = 10, weights 9 or 8 to 1 modulo 11, A for 10. */
export function isHkid(text: string): boolean {
  const id = compact(text).padStart(9, ' ');
  let sum = 0;
  Array.from(id).forEach((character, index) => {
    const value = character === ' ' ? 36 : BASE_36.indexOf(character);
    sum += value * (9 - index);
  });
  return id.length === 9 && sum % 11 === 0;
}

/** Identifiers of Hong Kong. */
export const HONG_KONG_RULES: readonly Rule[] = [
  idNumber({
    label: 'HK_ID',
    digits: 6,
    form: /[A-Z]{1,2}\d{6}\([0-9A]\)/g,
    check: isHkid,
    alone: 0.95,
    words: ['hkid', 'hong kong id', '身份證', '身份證號碼'],
    examples: { match: ['HKID A123456(3)', 'AB987654(3)'], noMatch: ['A123456(4)', 'a123456(3)'] },
  }),
  idNumber({
    label: 'HK_ID',
    digits: 6,
    form: /[A-Z]{1,2}\d{6}[0-9A]/gi,
    check: isHkid,
    words: [
      'hkid',
      'hkid no',
      'hkid number',
      'hong kong id',
      'identity card',
      '身份證',
      '身份證號碼',
      '香港身份證',
    ],
    examples: { match: ['hkid L0121390'], noMatch: ['L0121390', 'hkid Y9694398', 'hkid 123'] },
  }),
];
