import { digitsOf, isShortDate } from '../../checks/digits.js';
import { passesWeights } from '../../checks/weights.js';
import type { Rule } from '../../matcher/rule.js';
import { idNumber } from '../dlp/id-number.js';

/**
 * Checks a JMBG, EMŠO or EMBG of 13 digits in the states of former Yugoslavia: birth date, weights 7 to 2 twice modulo
 * 11.
 */
export function isJmbg(text: string): boolean {
  const digits = digitsOf(text);
  const date = isShortDate(
    Number(digits.slice(5, 7)),
    Number(digits.slice(2, 4)),
    Number(digits.slice(0, 2)),
  );
  const weights = [7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2];
  const century = /^\d{4}[09]/.test(digits);
  return date && century && passesWeights(digits, { length: 13, weights, modulus: 11, complement: true });
}

/** Identifiers of the states that were Yugoslavia. */
export const SOUTH_SLAVIC_RULES: readonly Rule[] = [
  idNumber({
    label: 'JMBG',
    digits: 13,
    form: /\d{13}/g,
    check: isJmbg,
    words: ['jmbg', 'јмбг', 'матични број', 'matični broj', 'emšo', 'emso', 'embg', 'ембг', 'матичен број'],
    examples: { match: ['jmbg 2801981891015'], noMatch: ['2801981891015', 'jmbg 0703970017147', 'jmbg 123'] },
  }),
];
