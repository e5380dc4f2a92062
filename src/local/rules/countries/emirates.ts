import { digitsOf } from '../../checks/digits.js';
import type { Rule } from '../../matcher/rule.js';
import { idNumber } from '../dlp/id-number.js';

/** Checks an Emirates id of 15 digits: country 784, year of birth. */
function isEmiratesId(text: string): boolean {
  const digits = digitsOf(text);
  return digits.length === 15 && /^784(?:19|20)/.test(digits);
}

/** Identifiers of the United Arab Emirates. */
export const EMIRATES_RULES: readonly Rule[] = [
  idNumber({
    label: 'AE_EMIRATES_ID',
    digits: 15,
    form: /784-?(?:19|20)\d{2}-?\d{7}-?\d/g,
    check: isEmiratesId,
    alone: 0.9,
    words: ['emirates id', 'eid', 'الهوية الإماراتية', 'رقم الهوية'],
    examples: {
      match: ['emirates id 784-1952-6162535-3', 'eid 784196244510045'],
      noMatch: ['emirates id 123'],
    },
  }),
];
