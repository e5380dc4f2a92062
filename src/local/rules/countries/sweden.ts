import { digitsOf, isShortDate } from '../../checks/digits.js';
import { passesLuhn } from '../../checks/luhn.js';
import type { Rule } from '../../matcher/rule.js';
import { idNumber } from '../dlp/id-number.js';

const SE_WORDS = ['personnummer', 'personnr', 'pnr', 'samordningsnummer', 'swedish id', 'personal number'];

/**
 * Checks a Swedish personal number of 10 or 12 digits: date (60 more for coordination numbers), Luhn over the last ten.
 */
export function isPersonnummer(text: string): boolean {
  const digits = digitsOf(text).slice(-10);
  const day = Number(digits.slice(4, 6));
  const date = isShortDate(Number(digits.slice(0, 2)), Number(digits.slice(2, 4)), day > 60 ? day - 60 : day);
  return digits.length === 10 && date && passesLuhn(digits);
}

/** Identifiers of Sweden. */
export const SWEDEN_RULES: readonly Rule[] = [
  idNumber({
    label: 'SE_PERSONNUMMER',
    digits: 10,
    form: /(?:19|20)?\d{6}[-+]\d{4}/g,
    check: isPersonnummer,
    alone: 0.6,
    words: SE_WORDS,
    examples: {
      match: ['811228-9874', '19811228-9874'],
      noMatch: ['811228-9875', '811328-9874', '556703-7485'],
    },
  }),
  idNumber({
    label: 'SE_PERSONNUMMER',
    digits: 10,
    form: /(?:19|20)?\d{10}/g,
    check: isPersonnummer,
    words: SE_WORDS,
    examples: {
      match: ['personnummer 198112289874', 'pnr 8112289874'],
      noMatch: ['198112289874', 'pnr 198112289875'],
    },
  }),
];
