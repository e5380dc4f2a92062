import { digitsOf, isUniform, weightedSum } from '../../checks/digits.js';
import type { Rule } from '../../matcher/rule.js';
import { idNumber } from '../dlp/id-number.js';

/** Checks a Dutch citizen service number: weights 9 to 2 and minus 1 modulo 11 (the eleven test). */
export function isBsn(text: string): boolean {
  const digits = digitsOf(text).padStart(9, '0');
  if (digits.length !== 9 || isUniform(digits)) return false;
  return weightedSum(digits, [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 === 0;
}

/** Identifiers of the Netherlands. */
export const NETHERLANDS_RULES: readonly Rule[] = [
  idNumber({
    label: 'NL_BSN',
    digits: 8,
    form: /\d{8,9}|\d{4}[ .]\d{2}[ .]\d{3}|\d{3}[ .-]\d{3}[ .-]\d{3}/g,
    check: isBsn,
    words: [
      'bsn',
      'burgerservicenummer',
      'sofinummer',
      'sofi nummer',
      'sofi-nummer',
      'citizen service number',
    ],
    examples: {
      match: ['BSN 111222333', 'burgerservicenummer: 1234.56.782', 'bsn 123 456 782'],
      noMatch: ['111222333', 'BSN 111222334', 'BSN 000000000'],
    },
  }),
];
