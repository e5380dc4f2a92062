import { passesWeights } from '../../checks/weights.js';
import type { Rule } from '../../matcher/rule.js';
import { idNumber } from '../dlp/id-number.js';

/** Checks a Peruvian RUC of 11 digits: kind of taxpayer, weights modulo 11 (SUNAT). */
export function isRuc(text: string): boolean {
  const check = { length: 11, weights: [5, 4, 3, 2, 7, 6, 5, 4, 3, 2], modulus: 11, complement: true };
  return /^(?:1[0567]|20)/.test(text) && passesWeights(text, check);
}

/** Identifiers of Peru. */
export const PERU_RULES: readonly Rule[] = [
  idNumber({
    label: 'PE_RUC',
    digits: 11,
    form: /(?:1[0567]|20)\d{9}/g,
    check: isRuc,
    words: ['ruc', 'ruc n', 'número de ruc', 'registro único de contribuyentes'],
    examples: {
      match: ['ruc 10584958176', 'ruc n 20127009717'],
      noMatch: ['10584958176', 'ruc 10072884977', 'ruc 123'],
    },
  }),
];
