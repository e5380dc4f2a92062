import { digitsOf, startsWithShortDate } from '../../checks/digits.js';
import type { Rule } from '../../matcher/rule.js';
import { idNumber } from '../dlp/id-number.js';

/**
 * Checks a Malaysian identity card of 12 digits: birth date, place of birth 01 to 99 without the codes that were never
 * assigned.
 */
function isMyKad(text: string): boolean {
  const digits = digitsOf(text);
  const place = digits.slice(6, 8);
  return (
    digits.length === 12 &&
    startsWithShortDate(digits) &&
    !/^(?:00|1[7-9]|20|6[9]|7[03]|8[01]|9[4-7])$/.test(place)
  );
}

/** Identifiers of Malaysia. */
export const MALAYSIA_RULES: readonly Rule[] = [
  idNumber({
    label: 'MY_MYKAD',
    digits: 12,
    form: /\d{6}-\d{2}-\d{4}/g,
    check: isMyKad,
    alone: 0.8,
    words: ['mykad', 'nric', 'no ic', 'kad pengenalan'],
    examples: { match: ['mykad 661108-14-3770', 'nric 970904-02-9346'], noMatch: ['mykad 123'] },
  }),
  idNumber({
    label: 'MY_MYKAD',
    digits: 12,
    form: /\d{12}/g,
    check: isMyKad,
    words: ['mykad', 'nric', 'ic number', 'ic no', 'no ic', 'kad pengenalan', 'no. kp', 'malaysian id'],
    examples: { match: ['mykad 680713105759'], noMatch: ['680713105759', 'mykad 123'] },
  }),
];
