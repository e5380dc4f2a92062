import { compact, isShortDate, weightedSum } from '../../checks/digits.js';
import type { Rule } from '../../matcher/rule.js';
import { idNumber } from '../dlp/id-number.js';

/** Checks a Romanian CNP: sex and century, date, check digit modulo 11 (10 becomes 1). */
export function isCnp(text: string): boolean {
  const digits = compact(text);
  const date = isShortDate(
    Number(digits.slice(1, 3)),
    Number(digits.slice(3, 5)),
    Number(digits.slice(5, 7)),
  );
  const rest = weightedSum(digits, [2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9]) % 11;
  return digits.length === 13 && date && (rest === 10 ? 1 : rest) === Number(digits.charAt(12));
}

/** Identifiers of Romania. */
export const ROMANIA_RULES: readonly Rule[] = [
  idNumber({
    label: 'RO_CNP',
    digits: 13,
    form: /[1-9]\d{12}/g,
    check: isCnp,
    words: ['cnp', 'cod numeric personal'],
    examples: { match: ['CNP 1800101221144'], noMatch: ['1800101221144', 'CNP 1800101221145'] },
  }),
];
