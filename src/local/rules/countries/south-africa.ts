import { digitsOf, startsWithShortDate } from '../../checks/digits.js';
import { passesLuhn } from '../../checks/luhn.js';
import type { Rule } from '../../matcher/rule.js';
import { idNumber } from '../dlp/id-number.js';

/** Checks a South African identity number: birth date, citizenship 0 to 2, Luhn (Department of Home Affairs). */
export function isSouthAfricanId(text: string): boolean {
  const digits = digitsOf(text);
  return (
    digits.length === 13 && startsWithShortDate(digits) && digits.charAt(10) <= '2' && passesLuhn(digits)
  );
}

/** Identifiers of South Africa. */
export const SOUTH_AFRICA_RULES: readonly Rule[] = [
  idNumber({
    label: 'ZA_ID',
    digits: 13,
    form: /\d{6} ?\d{4} ?\d{3}/g,
    check: isSouthAfricanId,
    words: ['south african id', 'sa id', 'rsa id', 'id number', 'id no', 'identity number', 'id-nommer'],
    examples: {
      match: ['SA ID 8001015009087', 'identity number: 800101 5009 087'],
      noMatch: ['8001015009087', 'SA ID 8001015009088', 'SA ID 8013015009087'],
    },
  }),
];
