import { compact, weightedSum } from '../../checks/digits.js';
import type { Rule } from '../../matcher/rule.js';
import { idNumber } from '../dlp/id-number.js';

/** Checks a Venezuelan RIF: letter of the kind, 8 digits, weights modulo 11 (SENIAT). */
function isRif(text: string): boolean {
  const id = compact(text);
  const kind = 'VEJPG'.indexOf(id.charAt(0)) + 1;
  const sum = kind * 4 + weightedSum(id.slice(1, 9), [3, 2, 7, 6, 5, 4, 3, 2]);
  const check = 11 - (sum % 11);
  return id.length === 10 && kind > 0 && (check > 9 ? 0 : check) === Number(id.charAt(9));
}

/** Identifiers of Venezuela. */
export const VENEZUELA_RULES: readonly Rule[] = [
  idNumber({
    label: 'VE_RIF',
    digits: 9,
    form: /[VEJPG]-\d{8}-?\d/g,
    check: isRif,
    alone: 0.85,
    words: ['rif', 'r.i.f'],
    examples: { match: ['rif J-80386976-5', 'r.i.f V-512202957'], noMatch: ['rif J-83150249-3', 'rif 123'] },
  }),
  idNumber({
    label: 'VE_CEDULA',
    digits: 6,
    form: /[VE]-? ?\d{1,2}\.?\d{3}\.?\d{3}/g,
    words: ['cédula', 'cedula', 'cédula de identidad', 'ci', 'c.i', 'documento'],
    examples: {
      match: ['cédula V-19.930.640', 'cedula V-27904486'],
      noMatch: ['V-19.930.640', 'cédula 123'],
    },
  }),
];
