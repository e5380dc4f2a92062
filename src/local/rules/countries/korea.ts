import { digitsOf, startsWithShortDate } from '../../checks/digits.js';
import type { Rule } from '../../matcher/rule.js';
import { idNumber } from '../dlp/id-number.js';

const RRN_WORDS = ['rrn', 'resident registration', '주민등록번호', '주민번호', '외국인등록번호', 'korean id'];

/**
 * Checks a Korean resident registration number: a date and a century digit 1 to 8. Numbers since 2020 have no check
 * digit.
 */
export function isRrn(text: string): boolean {
  const digits = digitsOf(text);
  return digits.length === 13 && startsWithShortDate(digits);
}

/** Identifiers of Korea. */
export const KOREA_RULES: readonly Rule[] = [
  idNumber({
    label: 'KR_RRN',
    digits: 13,
    form: /\d{6}-[1-8]\d{6}/g,
    check: isRrn,
    alone: 0.85,
    words: RRN_WORDS,
    examples: {
      match: ['주민등록번호 900101-1234568', '900101-1234568'],
      noMatch: ['901301-1234568', '900101-9234568', '900101-123456'],
    },
  }),
  idNumber({
    label: 'KR_RRN',
    digits: 13,
    form: /\d{6} ?[1-8]\d{6}/g,
    check: isRrn,
    words: RRN_WORDS,
    examples: { match: ['RRN 9001011234568'], noMatch: ['9001011234568', 'RRN 9013011234568'] },
  }),
];
