import { digitsOf, isShortDate, weightedSum } from '../../checks/digits.js';
import type { Rule } from '../../matcher/rule.js';
import { idNumber } from '../dlp/id-number.js';

/** Checks a Norwegian identity number: date (day + 40 for D-numbers), two check digits modulo 11. */
export function isFodselsnummer(text: string): boolean {
  const digits = digitsOf(text);
  const day = Number(digits.slice(0, 2)) % 40;
  if (
    digits.length !== 11 ||
    !isShortDate(Number(digits.slice(4, 6)), Number(digits.slice(2, 4)) % 40, day)
  ) {
    return false;
  }
  return (
    weightedSum(digits, [3, 7, 6, 1, 8, 9, 4, 5, 2, 1]) % 11 === 0 &&
    weightedSum(digits, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0
  );
}

/** Identifiers of Norway. */
export const NORWAY_RULES: readonly Rule[] = [
  idNumber({
    label: 'NO_FODSELSNUMMER',
    digits: 11,
    form: /\d{6} ?\d{5}/g,
    check: isFodselsnummer,
    words: ['fødselsnummer', 'fodselsnummer', 'personnummer', 'fnr', 'd-nummer', 'norwegian id'],
    examples: {
      match: ['fødselsnummer 010107 50160', 'fnr: 01010750160'],
      noMatch: ['01010750160', 'fnr 01010750161'],
    },
  }),
];
