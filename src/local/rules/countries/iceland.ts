import { digitsOf, isShortDate, weightedSum } from '../../checks/digits.js';
import type { Rule } from '../../matcher/rule.js';
import { idNumber } from '../dlp/id-number.js';

/**
 * Checks an Icelandic kennitala of 10 digits: birth date, 40 more on the day for companies; weights modulo 11 at the
 * ninth place.
 */
export function isKennitala(text: string): boolean {
  const digits = digitsOf(text);
  const day = Number(digits.slice(0, 2)) % 40;
  const date = isShortDate(Number(digits.slice(4, 6)), Number(digits.slice(2, 4)), day);
  const rest = weightedSum(digits, [3, 2, 7, 6, 5, 4, 3, 2]) % 11;
  return (
    digits.length === 10 && date && /[089]$/.test(digits) && (11 - rest) % 11 === Number(digits.charAt(8))
  );
}

/** Identifiers of Iceland. */
export const ICELAND_RULES: readonly Rule[] = [
  idNumber({
    label: 'IS_KENNITALA',
    digits: 10,
    form: /\d{6}-\d{4}/g,
    check: isKennitala,
    alone: 0.7,
    words: ['kennitala', 'kennitölu', 'kt'],
    examples: { match: ['kennitala 220573-8349'], noMatch: ['kennitala 180289-6799', 'kennitala 123'] },
  }),
  idNumber({
    label: 'IS_KENNITALA',
    digits: 10,
    form: /\d{10}/g,
    check: isKennitala,
    words: ['kennitala', 'kennitölu', 'kt'],
    examples: {
      match: ['kennitala 1010835009'],
      noMatch: ['1010835009', 'kennitala 1305602729', 'kennitala 123'],
    },
  }),
];
