import { compact, weightedSum } from '../../checks/digits.js';
import type { Rule } from '../../matcher/rule.js';
import { idNumber } from '../dlp/id-number.js';

/** Check letters of a Singapore NRIC or FIN by its first letter and the remainder modulo 11. */
const NRIC_LETTERS: Readonly<Record<string, readonly [offset: number, letters: string]>> = {
  S: [0, 'JZIHGFEDCBA'],
  T: [4, 'JZIHGFEDCBA'],
  F: [0, 'XWUTRQPNMLK'],
  G: [4, 'XWUTRQPNMLK'],
  M: [3, 'XWUTRQPNJLK'],
};

/** Checks a Singapore NRIC or FIN: letter of the series, 7 digits, check letter. */
export function isNric(text: string): boolean {
  const id = compact(text);
  const series = NRIC_LETTERS[id.charAt(0)];
  if (id.length !== 9 || series === undefined) return false;
  const [offset, letters] = series;
  const rest = (weightedSum(id.slice(1), [2, 7, 6, 5, 4, 3, 2]) + offset) % 11;
  return letters.charAt(rest) === id.at(-1);
}

/** Identifiers of Singapore. */
export const SINGAPORE_RULES: readonly Rule[] = [
  idNumber({
    label: 'SG_NRIC',
    digits: 7,
    form: /[STFGM]\d{7}[A-Z]/gi,
    check: isNric,
    alone: 0.9,
    words: ['nric', 'fin', 'fin number', 'identity card'],
    examples: { match: ['NRIC S1234567D', 't1234567j'], noMatch: ['S1234567A', 'A1234567D', 'S123456D'] },
  }),
];
