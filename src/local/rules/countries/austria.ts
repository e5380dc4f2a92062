import { digitsOf, isShortDate, weightedSum } from '../../checks/digits.js';
import type { Rule } from '../../matcher/rule.js';
import { idNumber } from '../dlp/id-number.js';

/**
 * Checks an Austrian social insurance number of 10 digits: serial, check digit at the fourth place modulo 11, birth
 * date.
 */
export function isAustrianInsurance(text: string): boolean {
  const digits = digitsOf(text);
  const rest = weightedSum(digits, [3, 7, 9, 0, 5, 8, 4, 2, 1, 6]) % 11;
  const month = Number(digits.slice(6, 8));
  const date = isShortDate(Number(digits.slice(8, 10)), month > 12 ? 1 : month, Number(digits.slice(4, 6)));
  return (
    digits.length === 10 &&
    !digits.startsWith('0') &&
    month <= 15 &&
    date &&
    rest === Number(digits.charAt(3))
  );
}

/** Identifiers of Austria. */
export const AUSTRIA_RULES: readonly Rule[] = [
  idNumber({
    label: 'AT_SVNR',
    digits: 10,
    form: /\d{4}[ -]?\d{6}/g,
    check: isAustrianInsurance,
    words: ['svnr', 'sv-nr', 'sv-nummer', 'sozialversicherungsnummer', 'versicherungsnummer'],
    examples: {
      match: ['svnr 5102 281096', 'sv-nr 6218120264'],
      noMatch: ['5102 281096', 'svnr 0309 070892', 'svnr 123'],
    },
  }),
];
