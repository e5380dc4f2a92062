import { digitsOf, weightedSum } from '../../checks/digits.js';
import type { Rule } from '../../matcher/rule.js';
import { idNumber } from '../dlp/id-number.js';

/** Checks a Portuguese NIF: weights 9 to 2 modulo 11, remainders below 2 give 0. */
export function isPortugueseNif(text: string): boolean {
  const digits = digitsOf(text);
  const rest = weightedSum(digits, [9, 8, 7, 6, 5, 4, 3, 2]) % 11;
  return digits.length === 9 && (rest < 2 ? 0 : 11 - rest) === Number(digits.charAt(8));
}

/** Identifiers of Portugal. */
export const PORTUGAL_RULES: readonly Rule[] = [
  idNumber({
    label: 'PT_NIF',
    digits: 9,
    form: /[1-35-9]\d{2} ?\d{3} ?\d{3}/g,
    check: isPortugueseNif,
    words: ['nif', 'contribuinte', 'número de contribuinte', 'número fiscal'],
    examples: {
      match: ['NIF 123 456 789', 'contribuinte: 123456789'],
      noMatch: ['123456789', 'NIF 123456788'],
    },
  }),
];
