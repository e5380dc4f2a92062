import { digitsOf, isShortDate } from '../../checks/digits.js';
import type { Rule } from '../../matcher/rule.js';
import { idNumber } from '../dlp/id-number.js';

/** Checks a Czech or Slovak birth number of ten digits: date (50 more on the month for women), divisible by 11. */
export function isRodneCislo(text: string): boolean {
  const digits = digitsOf(text);
  const month = Number(digits.slice(2, 4)) % 50;
  const date = isShortDate(
    Number(digits.slice(0, 2)),
    month > 20 ? month - 20 : month,
    Number(digits.slice(4, 6)),
  );
  return digits.length === 10 && date && Number(digits) % 11 === 0;
}

/** Identifiers of Czechia. */
export const CZECHIA_RULES: readonly Rule[] = [
  idNumber({
    label: 'CZ_RODNE_CISLO',
    digits: 10,
    form: /\d{6}\/\d{4}/g,
    check: isRodneCislo,
    alone: 0.75,
    words: ['rodné číslo', 'rodne cislo', 'r.č', 'rč'],
    examples: { match: ['rodné číslo 736028/5163'], noMatch: ['736028/5164', '739928/5163', '2023/2024'] },
  }),
  idNumber({
    label: 'CZ_RODNE_CISLO',
    digits: 10,
    form: /\d{10}/g,
    check: isRodneCislo,
    words: ['rodné číslo', 'rodne cislo', 'rodné č', 'rodné čísla', 'r.č', 'rč'],
    examples: { match: ['rodné číslo: 7360285163'], noMatch: ['7360285163', 'rodné číslo 7360285164'] },
  }),
];
