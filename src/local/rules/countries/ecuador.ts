import { digitsOf } from '../../checks/digits.js';
import { passesLuhn } from '../../checks/luhn.js';
import type { Rule } from '../../matcher/rule.js';
import { idNumber } from '../dlp/id-number.js';

/**
 * Checks an Ecuadorian identity number of 10 digits: province 01 to 24 or 30, third digit below 6, weights 2 and 1
 * modulo 10.
 */
export function isEcuadorianId(text: string): boolean {
  const digits = digitsOf(text);
  return digits.length === 10 && /^(?:0[1-9]|1\d|2[0-4]|30)[0-5]/.test(digits) && passesLuhn(digits);
}

/** Identifiers of Ecuador. */
export const ECUADOR_RULES: readonly Rule[] = [
  idNumber({
    label: 'EC_CEDULA',
    digits: 10,
    form: /\d{9}-?\d/g,
    check: isEcuadorianId,
    words: ['cédula', 'cedula', 'cédula de identidad', 'cedula de identidad', 'ci', 'c.i'],
    examples: {
      match: ['cédula 1748433495', 'cedula 092442431-0'],
      noMatch: ['1748433495', 'cédula 1719629327', 'cédula 123'],
    },
  }),
];
