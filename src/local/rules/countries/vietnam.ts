import { digitsOf } from '../../checks/digits.js';
import type { Rule } from '../../matcher/rule.js';
import { idNumber } from '../dlp/id-number.js';

/**
 * Checks a Vietnamese citizen number of 12 digits: province 001 to 096, century and sex, year of birth (Circular
 * 59/2021/TT-BCA).
 */
function isCccd(text: string): boolean {
  const digits = digitsOf(text);
  const province = Number(digits.slice(0, 3));
  return digits.length === 12 && province >= 1 && province <= 96;
}

/** Identifiers of Vietnam. */
export const VIETNAM_RULES: readonly Rule[] = [
  idNumber({
    label: 'VN_CCCD',
    digits: 12,
    form: /0\d{11}|0\d{2} \d{3} \d{3} \d{3}/g,
    check: isCccd,
    words: [
      'cccd',
      'căn cước',
      'căn cước công dân',
      'số định danh',
      'định danh cá nhân',
      'cmnd',
      'vietnam id',
      'vietnamese id',
      'citizen id',
    ],
    examples: {
      match: ['cccd 001052452191', 'căn cước 079 195 227 147'],
      noMatch: ['001052452191', 'cccd 123'],
    },
  }),
  idNumber({
    label: 'VN_CMND',
    digits: 9,
    form: /\d{9}|\d{3} \d{3} \d{3}/g,
    words: ['cmnd', 'chứng minh nhân dân', 'chứng minh thư', 'số cmnd'],
    examples: {
      match: ['cmnd 370353684', 'chứng minh nhân dân 974 944 049'],
      noMatch: ['370353684', 'cmnd 123'],
    },
  }),
];
