import { digitsOf, isUniform } from '../../checks/digits.js';
import { passesLuhn } from '../../checks/luhn.js';
import type { Rule } from '../../matcher/rule.js';
import { idNumber } from '../dlp/id-number.js';

/** Checks a Canadian social insurance number: Luhn, no leading 8 (Service Canada). Ignores separators. */
export function isSin(text: string): boolean {
  const digits = digitsOf(text);
  return digits.length === 9 && !digits.startsWith('8') && !isUniform(digits) && passesLuhn(digits);
}

/** Identifiers of Canada. */
export const CANADA_RULES: readonly Rule[] = [
  idNumber({
    label: 'CA_SIN',
    digits: 9,
    form: /\d{3}[ -]\d{3}[ -]\d{3}|\d{9}/g,
    check: isSin,
    words: [
      'sin',
      'sin number',
      'social insurance',
      'social insurance number',
      'assurance sociale',
      "numéro d'assurance sociale",
      'nas',
    ],
    examples: {
      match: ['SIN 046 454 286', 'social insurance number: 046454286', 'NAS 130-692-544'],
      noMatch: ['046 454 286', 'SIN 046 454 287', 'SIN 846 454 286'],
    },
  }),
];
