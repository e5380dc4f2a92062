import { digitsOf } from '../../checks/digits.js';
import { passesLuhn } from '../../checks/luhn.js';
import { shortDate } from '../../checks/short-date.js';
import { passesWeights } from '../../checks/weights.js';
import type { Rule } from '../../matcher/rule.js';
import { idNumber } from '../dlp/id-number.js';

/** Checks a Greek AMKA of 11 digits: birth date as day, month, year; Luhn (IDIKA). */
export function isAmka(text: string): boolean {
  const digits = digitsOf(text);
  return digits.length === 11 && shortDate(digits, 4, 2, 0) && passesLuhn(digits);
}

/** Checks a Greek AFM of 9 digits: powers of two modulo 11, where 10 counts as 0 (AADE). */
const isAfm = (text: string): boolean =>
  passesWeights(text, { length: 9, weights: [256, 128, 64, 32, 16, 8, 4, 2], modulus: 11 });

/** Identifiers of Greece. */
export const GREECE_RULES: readonly Rule[] = [
  idNumber({
    label: 'GR_AMKA',
    digits: 11,
    form: /\d{11}/g,
    check: isAmka,
    words: ['αμκα', 'α.μ.κ.α', 'amka'],
    examples: { match: ['αμκα 19097807911'], noMatch: ['19097807911', 'αμκα 12067224974', 'αμκα 123'] },
  }),
  idNumber({
    label: 'GR_AFM',
    digits: 9,
    form: /(?:EL ?|GR ?)?\d{9}/g,
    check: isAfm,
    words: ['αφμ', 'α.φ.μ', 'afm'],
    examples: { match: ['αφμ 162929803'], noMatch: ['162929803', 'αφμ 094181901', 'αφμ 123'] },
  }),
];
