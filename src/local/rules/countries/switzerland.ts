import { digitsOf, weightedSum } from '../../checks/digits.js';
import type { Rule } from '../../matcher/rule.js';
import { idNumber } from '../dlp/id-number.js';

const CH_WORDS = [
  'ahv',
  'avs',
  'ahv-nr',
  'ahv-nummer',
  'numéro avs',
  'sozialversicherungsnummer',
  'navs',
  'numero avs',
];

/** Checks a Swiss AHV number: 756 and the check digit of EAN-13 (weights 1 and 3 modulo 10). */
export function isAhv(text: string): boolean {
  const digits = digitsOf(text);
  const weights = [1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1];
  return digits.length === 13 && digits.startsWith('756') && weightedSum(digits, weights) % 10 === 0;
}

/** Identifiers of Switzerland. */
export const SWITZERLAND_RULES: readonly Rule[] = [
  idNumber({
    label: 'CH_AHV',
    digits: 13,
    form: /756[. ]\d{4}[. ]\d{4}[. ]\d{2}/g,
    check: isAhv,
    alone: 0.97,
    words: CH_WORDS,
    examples: {
      match: ['AHV 756.9217.0769.85', '756 9217 0769 85'],
      noMatch: ['756.9217.0769.84', '757.9217.0769.85'],
    },
  }),
  idNumber({
    label: 'CH_AHV',
    digits: 13,
    form: /756\d{10}/g,
    check: isAhv,
    alone: 0.65,
    words: CH_WORDS,
    examples: { match: ['7569217076985'], noMatch: ['7569217076984', '0756921707698'] },
  }),
];
