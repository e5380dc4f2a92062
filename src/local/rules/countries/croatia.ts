import { digitsOf, isUniform } from '../../checks/digits.js';
import { passesMod1110 } from '../../checks/iso7064.js';
import type { Rule } from '../../matcher/rule.js';
import { idNumber } from '../dlp/id-number.js';

/** Checks a Croatian OIB of 11 digits: ISO/IEC 7064 MOD 11,10. */
export function isOib(text: string): boolean {
  const digits = digitsOf(text);
  return digits.length === 11 && !isUniform(digits) && passesMod1110(digits);
}

/** Identifiers of Croatia. */
export const CROATIA_RULES: readonly Rule[] = [
  idNumber({
    label: 'HR_OIB',
    digits: 11,
    form: /(?:HR ?)?\d{11}/g,
    check: isOib,
    words: ['oib', 'osobni identifikacijski broj', 'oib broj'],
    examples: { match: ['oib 13345552698'], noMatch: ['13345552698', 'oib 78769219509', 'oib 123'] },
  }),
];
