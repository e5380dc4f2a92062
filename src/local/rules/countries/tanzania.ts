import { digitsOf, isDate } from '../../checks/digits.js';
import type { Rule } from '../../matcher/rule.js';
import { idNumber } from '../dlp/id-number.js';

/** Checks a Tanzanian identity number of 20 digits: birth date in front. */
function isTanzanianId(text: string): boolean {
  const digits = digitsOf(text);
  const [year, month, day] = [digits.slice(0, 4), digits.slice(4, 6), digits.slice(6, 8)].map(Number);
  return digits.length === 20 && /^(?:19|20)/.test(digits) && isDate(year ?? 0, month ?? 0, day ?? 0);
}

/** Identifiers of Tanzania. */
export const TANZANIA_RULES: readonly Rule[] = [
  idNumber({
    label: 'TZ_NIN',
    digits: 20,
    form: /(?:19|20)\d{6}-?\d{5}-?\d{5}-?\d{2}/g,
    check: isTanzanianId,
    alone: 0.85,
    words: ['nida', 'nida number', 'tanzanian id'],
    examples: {
      match: ['nida 20000624-75757-53149-67', 'nida number 19750823073184066580'],
      noMatch: ['nida 123'],
    },
  }),
];
