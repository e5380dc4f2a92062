import { digitsOf, isUniform, weightedSum } from '../../checks/digits.js';
import type { Rule } from '../../matcher/rule.js';
import { idNumber } from '../dlp/id-number.js';

const ABN_WORDS = ['abn', 'australian business number', 'business number'];

/** Checks an Australian tax file number of 8 or 9 digits: weighted sum divisible by 11 (ATO). */
export function isTfn(text: string): boolean {
  const digits = digitsOf(text);
  if (isUniform(digits)) return false;
  if (digits.length === 8) return weightedSum(digits, [10, 7, 8, 4, 6, 3, 5, 1]) % 11 === 0;
  return digits.length === 9 && weightedSum(digits, [1, 4, 3, 7, 5, 8, 6, 9, 10]) % 11 === 0;
}

/**
 * Checks an Australian Medicare card: first digit 2 to 6, ninth digit checks the first eight modulo 10; issue number
 * follows.
 */
export function isMedicare(text: string): boolean {
  const digits = digitsOf(text);
  const length = digits.length === 10 || digits.length === 11;
  return length && weightedSum(digits, [1, 3, 7, 9, 1, 3, 7, 9]) % 10 === Number(digits.charAt(8));
}

/** Checks an Australian business number: 1 less at the first place, weighted sum divisible by 89 (ABR). */
export function isAbn(text: string): boolean {
  const digits = digitsOf(text);
  const sum = weightedSum(digits, [10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19]) - 10;
  return digits.length === 11 && !digits.startsWith('0') && sum % 89 === 0;
}

/** Checks an Australian company number: weights 8 to 1, complement modulo 10 (ASIC). */
export function isAcn(text: string): boolean {
  const digits = digitsOf(text);
  const check = (10 - (weightedSum(digits, [8, 7, 6, 5, 4, 3, 2, 1]) % 10)) % 10;
  return digits.length === 9 && !isUniform(digits) && check === Number(digits.charAt(8));
}

/** Identifiers of Australia. */
export const AUSTRALIA_RULES: readonly Rule[] = [
  idNumber({
    label: 'AU_TFN',
    digits: 8,
    form: /\d{3}[ -]?\d{3}[ -]?\d{2,3}/g,
    check: isTfn,
    words: ['tfn', 'tax file', 'tax file number', 'tax file no'],
    examples: {
      match: ['TFN 123 456 782', 'tax file number: 123456782'],
      noMatch: ['123 456 782', 'TFN 123 456 783'],
    },
  }),
  idNumber({
    label: 'AU_MEDICARE',
    digits: 10,
    form: /[2-6]\d{3}[ -]?\d{5}[ -]?\d(?:[ /-]?[1-9])?/g,
    check: isMedicare,
    words: ['medicare', 'medicare card', 'medicare number', 'medicare no'],
    examples: {
      match: ['Medicare 2123 45670 1', 'Medicare card: 2123456701'],
      noMatch: ['2123 45670 1', 'Medicare 2123 45671 1', 'Medicare 9123 45670 1'],
    },
  }),
  idNumber({
    label: 'AU_ABN',
    digits: 11,
    form: /\d{11}|\d{2}[ -]\d{3}[ -]\d{3}[ -]\d{3}/g,
    check: isAbn,
    words: ABN_WORDS,
    examples: { match: ['ABN 51824753556'], noMatch: ['51824753556', 'ABN 51824753557'] },
  }),
  idNumber({
    label: 'AU_ABN',
    digits: 11,
    form: /\d{2} \d{3} \d{3} \d{3}/g,
    check: isAbn,
    alone: 0.75,
    words: ABN_WORDS,
    examples: { match: ['51 824 753 556'], noMatch: ['51 824 753 557', '1 824 753 556'] },
  }),
  idNumber({
    label: 'AU_ACN',
    digits: 9,
    form: /\d{3}[ -]?\d{3}[ -]?\d{3}/g,
    check: isAcn,
    words: ['acn', 'australian company number', 'company number'],
    examples: { match: ['ACN 004 085 616', 'acn: 004085616'], noMatch: ['004 085 616', 'ACN 004 085 617'] },
  }),
];
