import { digitsOf, weightedSum } from '../../checks/digits.js';
import type { Rule } from '../../matcher/rule.js';
import { idNumber } from '../dlp/id-number.js';

/** Checks an Argentinian CUIT / CUIL: kind 20 to 34, check digit modulo 11 (AFIP). Ignores separators. */
export function isCuit(text: string): boolean {
  const digits = digitsOf(text);
  const kinds = ['20', '23', '24', '25', '26', '27', '30', '33', '34'];
  if (digits.length !== 11 || !kinds.includes(digits.slice(0, 2))) return false;
  const check = (11 - (weightedSum(digits, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11)) % 11;
  return check === Number(digits.charAt(10));
}

/** Identifiers of Argentina. */
export const ARGENTINA_RULES: readonly Rule[] = [
  idNumber({
    label: 'AR_CUIT',
    digits: 11,
    form: /\d{2}-\d{8}-\d/g,
    check: isCuit,
    alone: 0.85,
    words: ['cuit', 'cuil'],
    examples: { match: ['CUIT 20-12345678-6'], noMatch: ['20-12345678-7', '45-12345678-6'] },
  }),
  idNumber({
    label: 'DNI',
    digits: 7,
    form: /\d{1,2}\.\d{3}\.\d{3}|\d{7,8}/g,
    words: [
      'dni',
      'dni n',
      'dni nro',
      'dni número',
      'documento nacional de identidad',
      'l.e',
      'libreta de enrolamiento',
    ],
    examples: { match: ['dni 30.940.862', 'dni n 46312205'], noMatch: ['30.940.862', 'dni 123'] },
  }),
];
