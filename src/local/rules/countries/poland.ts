import { digitsOf, isDate, weightedSum } from '../../checks/digits.js';
import type { Rule } from '../../matcher/rule.js';
import { idNumber } from '../dlp/id-number.js';

/** The centuries that a Polish month number carries: 20 is added from 2000 on, 80 before 1900, and so on. */
const PESEL_CENTURIES = [1900, 2000, 2100, 2200, 1800];

/** Checks a Polish PESEL: birth date with the century in the month, check digit by weights 1, 3, 7, 9 modulo 10. */
export function isPesel(text: string): boolean {
  const digits = digitsOf(text);
  const month = Number(digits.slice(2, 4));
  const year = (PESEL_CENTURIES[Math.floor(month / 20)] ?? 1900) + Number(digits.slice(0, 2));
  if (digits.length !== 11 || !isDate(year, month % 20, Number(digits.slice(4, 6)))) return false;
  return weightedSum(digits, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]) % 10 === 0;
}

/** Identifiers of Poland. */
export const POLAND_RULES: readonly Rule[] = [
  idNumber({
    label: 'PL_PESEL',
    digits: 11,
    form: /\d{11}/g,
    check: isPesel,
    words: ['pesel', 'numer pesel', 'nr pesel', 'polish id'],
    examples: {
      match: ['PESEL 44051401359', 'pesel: 02070803628'],
      noMatch: ['44051401359', 'PESEL 44051401358', 'PESEL 44951401359'],
    },
  }),
];
