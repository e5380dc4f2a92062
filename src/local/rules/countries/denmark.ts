import { digitsOf, isShortDate } from '../../checks/digits.js';
import type { Rule } from '../../matcher/rule.js';
import { idNumber } from '../dlp/id-number.js';

/** Checks a Danish CPR number by its date; new numbers have no check digit. */
function isCpr(text: string): boolean {
  const digits = digitsOf(text);
  return (
    digits.length === 10 &&
    isShortDate(Number(digits.slice(4, 6)), Number(digits.slice(2, 4)), Number(digits.slice(0, 2)))
  );
}

/** Identifiers of Denmark. */
export const DENMARK_RULES: readonly Rule[] = [
  idNumber({
    label: 'DK_CPR',
    digits: 10,
    form: /\d{6}[- ]?\d{4}/g,
    check: isCpr,
    words: ['cpr', 'cpr-nr', 'cpr-nummer', 'cpr nummer', 'personnummer'],
    examples: {
      match: ['CPR 070761-4285', 'cpr-nummer: 0707614285'],
      noMatch: ['070761-4285', 'CPR 410761-4285'],
    },
  }),
];
