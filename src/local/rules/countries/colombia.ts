import { digitsOf, isUniform, weightedSum } from '../../checks/digits.js';
import type { Rule } from '../../matcher/rule.js';
import { idNumber } from '../dlp/id-number.js';

/** Checks a Colombian NIT of 9 digits and a check digit: primes as weights modulo 11 (DIAN). */
export function isNit(text: string): boolean {
  const digits = digitsOf(text);
  const rest = weightedSum(digits.slice(0, 9), [41, 37, 29, 23, 19, 17, 13, 7, 3]) % 11;
  return (
    digits.length === 10 && !isUniform(digits) && (rest < 2 ? rest : 11 - rest) === Number(digits.charAt(9))
  );
}

/** Identifiers of Colombia. */
export const COLOMBIA_RULES: readonly Rule[] = [
  idNumber({
    label: 'CO_NIT',
    digits: 10,
    form: /\d{3}\.?\d{3}\.?\d{3}-\d|\d{10}/g,
    check: isNit,
    words: ['nit', 'nit n', 'número de identificación tributaria'],
    examples: {
      match: ['nit 906.421.904-6', 'nit n 909611969-0'],
      noMatch: ['906.421.904-6', 'nit 928.149.724-3', 'nit 123'],
    },
  }),
  idNumber({
    label: 'CO_CEDULA',
    digits: 6,
    form: /\d{1,3}(?:\.\d{3}){2,3}|\d{6,10}/g,
    words: ['cédula', 'cedula', 'cédula de ciudadanía', 'cedula de ciudadania', 'c.c', 'cc no', 'cédula n'],
    examples: {
      match: ['cédula 1.013.066.246', 'cedula 71926827'],
      noMatch: ['1.013.066.246', 'cédula 123'],
    },
  }),
];
