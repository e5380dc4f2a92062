import { compact } from '../../checks/digits.js';
import type { Rule } from '../../matcher/rule.js';
import { idNumber } from '../dlp/id-number.js';

/** Checks a Chilean RUN / RUT: check digit modulo 11, K for 10. Ignores separators. */
export function isRut(text: string): boolean {
  const id = compact(text);
  let sum = 0;
  for (let index = 0; index < id.length - 1; index += 1) {
    sum += Number(id.charAt(id.length - 2 - index)) * ((index % 6) + 2);
  }
  const check = (11 - (sum % 11)) % 11;
  return check === (id.at(-1) === 'K' ? 10 : Number(id.at(-1)));
}

/** Identifiers of Chile. */
export const CHILE_RULES: readonly Rule[] = [
  idNumber({
    label: 'CL_RUT',
    digits: 7,
    form: /\d{1,2}\.\d{3}\.\d{3}-[\dKk]/g,
    check: isRut,
    alone: 0.85,
    words: ['rut', 'run', 'rol único'],
    examples: { match: ['RUT 12.345.678-5', '30.686.957-4'], noMatch: ['12.345.678-6'] },
  }),
  idNumber({
    label: 'CL_RUT',
    digits: 8,
    form: /\d{7,8}-[\dkK]|\d{8,9}/g,
    check: isRut,
    words: ['rut', 'run', 'rol único', 'rut n'],
    examples: {
      match: ['rut 11012414-7', 'run 7902765-0'],
      noMatch: ['11012414-7', 'rut 19519718-7', 'rut 123'],
    },
  }),
];
