import { digitsOf, isUniform } from '../../checks/digits.js';
import { passesLuhn } from '../../checks/luhn.js';
import type { Rule } from '../../matcher/rule.js';
import { idNumber } from '../dlp/id-number.js';

/** Checks an Israeli identity number of 9 digits: Luhn. */
export function isIsraeliId(text: string): boolean {
  const digits = digitsOf(text);
  return digits.length === 9 && !isUniform(digits) && passesLuhn(digits);
}

/** Identifiers of Israel. */
export const ISRAEL_RULES: readonly Rule[] = [
  idNumber({
    label: 'IL_ID',
    digits: 9,
    form: /\d{8}-?\d/g,
    check: isIsraeliId,
    words: ['teudat zehut', 'israeli id', 'תעודת זהות', 'ת.ז', 'מספר זהות'],
    examples: {
      match: ['teudat zehut 123456782', 'ת.ז 123456782'],
      noMatch: ['123456782', 'teudat zehut 123456783'],
    },
  }),
];
