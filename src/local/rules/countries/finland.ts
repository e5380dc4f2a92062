import { digitsOf, isShortDate } from '../../checks/digits.js';
import type { Rule } from '../../matcher/rule.js';
import { idNumber } from '../dlp/id-number.js';

/** The control character of a Finnish identity code by its remainder modulo 31. */
const HETU_CONTROL = '0123456789ABCDEFHJKLMNPRSTUVWXY';

/**
 * Checks a Finnish identity code: date as day, month, year; control character modulo 31 (Digital and Population Data
 * Services).
 */
export function isHetu(text: string): boolean {
  const digits = digitsOf(text.slice(0, 10));
  const date = isShortDate(
    Number(digits.slice(4, 6)),
    Number(digits.slice(2, 4)),
    Number(digits.slice(0, 2)),
  );
  const control = HETU_CONTROL.charAt(Number(digits) % 31);
  return digits.length === 9 && date && control === text.slice(10).toUpperCase();
}

/** Identifiers of Finland. */
export const FINLAND_RULES: readonly Rule[] = [
  idNumber({
    label: 'FI_HETU',
    digits: 9,
    form: /[0-3]\d[01]\d{3}[-+ABCDEFYXWVU]\d{3}[0-9A-FHJ-NPR-Y]/g,
    check: isHetu,
    alone: 0.95,
    words: ['hetu', 'henkilötunnus', 'personbeteckning', 'sotu'],
    examples: {
      match: ['henkilötunnus 131052-308T', '010594Y9032'],
      noMatch: ['131052-308A', '321052-308T', '131052/308T'],
    },
  }),
];
