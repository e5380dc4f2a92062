import { compact } from '../../checks/digits.js';
import { remainder97 } from '../../checks/iso7064.js';
import type { Rule } from '../../matcher/rule.js';
import { idNumber } from '../dlp/id-number.js';

/**
 * Checks a French NIR: month 01-12, 20-42 or 50-99, key 97 minus the number modulo 97; 2A and 2B (Corsica) count as 19
 * and 18.
 */
export function isFrenchNir(text: string): boolean {
  const id = compact(text);
  const month = Number(id.slice(3, 5));
  const known = (month >= 1 && month <= 12) || (month >= 20 && month <= 42) || month >= 50;
  if (id.length !== 15 || !known) return false;
  const number = id.slice(0, 13).replace('2A', '19').replace('2B', '18');
  const rest = remainder97(number);
  return !Number.isNaN(rest) && 97 - rest === Number(id.slice(13));
}

/** Identifiers of France. */
export const FRANCE_RULES: readonly Rule[] = [
  idNumber({
    label: 'FR_NIR',
    digits: 13,
    form: /[1-478] ?\d{2} ?\d{2} ?(?:\d{2}|2[AB]) ?\d{3} ?\d{3} ?\d{2}/gi,
    check: isFrenchNir,
    alone: 0.9,
    words: [
      'nir',
      'sécurité sociale',
      'numéro de sécurité sociale',
      'insee',
      'numéro de sécu',
      'carte vitale',
    ],
    examples: {
      match: ['NIR 255081416802538', '2 55 08 14 168 025 38'],
      noMatch: ['255081416802539', '2 55 18 14 168 025 38', '955081416802538'],
    },
  }),
];
