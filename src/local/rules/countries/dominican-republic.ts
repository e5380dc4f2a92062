import { digitsOf, isUniform } from '../../checks/digits.js';
import { passesLuhn } from '../../checks/luhn.js';
import type { Rule } from '../../matcher/rule.js';
import { idNumber } from '../dlp/id-number.js';

/** Checks a Dominican identity card of 11 digits: Luhn (JCE). */
export function isDominicanId(text: string): boolean {
  const digits = digitsOf(text);
  return digits.length === 11 && !isUniform(digits) && passesLuhn(digits);
}

/** Identifiers of the Dominican Republic. */
export const DOMINICAN_REPUBLIC_RULES: readonly Rule[] = [
  idNumber({
    label: 'DO_CEDULA',
    digits: 11,
    form: /\d{3}-\d{7}-\d/g,
    check: isDominicanId,
    alone: 0.85,
    words: ['cédula', 'cedula'],
    examples: { match: ['cédula 001-4950168-6'], noMatch: ['cédula 001-7366136-7', 'cédula 123'] },
  }),
  idNumber({
    label: 'DO_CEDULA',
    digits: 11,
    form: /\d{11}/g,
    check: isDominicanId,
    words: ['cédula', 'cedula', 'cédula de identidad'],
    examples: {
      match: ['cédula 00191472851', 'cedula 40214494144'],
      noMatch: ['00191472851', 'cédula 00174542626', 'cédula 123'],
    },
  }),
];
