import { digitsOf, isDate } from '../../checks/digits.js';
import type { Rule } from '../../matcher/rule.js';
import { idNumber } from '../dlp/id-number.js';

/** Checks an Egyptian national number of 14 digits: century 2 or 3, birth date, governorate. */
export function isEgyptianId(text: string): boolean {
  const digits = digitsOf(text);
  const year = (digits.startsWith('3') ? 2000 : 1900) + Number(digits.slice(1, 3));
  const date = isDate(year, Number(digits.slice(3, 5)), Number(digits.slice(5, 7)));
  return (
    digits.length === 14 &&
    /^[23]/.test(digits) &&
    date &&
    /^(?:0[1-4]|1[1-9]|2[1-9]|3[1-5]|88)$/.test(digits.slice(7, 9))
  );
}

/** Identifiers of Egypt. */
export const EGYPT_RULES: readonly Rule[] = [
  idNumber({
    label: 'EG_NATIONAL_ID',
    digits: 14,
    form: /[23]\d{13}/g,
    check: isEgyptianId,
    words: [
      'الرقم القومي',
      'رقم قومي',
      'رقمي القومي',
      'egyptian id',
      'egypt national id',
      'national id',
      'national id number',
    ],
    examples: {
      match: ['الرقم القومي 26609170131066', 'رقم قومي 27407272103368'],
      noMatch: ['26609170131066', 'الرقم القومي 123'],
    },
  }),
];
