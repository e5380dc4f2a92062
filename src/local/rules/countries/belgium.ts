import { digitsOf } from '../../checks/digits.js';
import { remainder97 } from '../../checks/iso7064.js';
import type { Rule } from '../../matcher/rule.js';
import { idNumber } from '../dlp/id-number.js';

const BE_WORDS = [
  'rijksregisternummer',
  'rijksregister',
  'numéro national',
  'registre national',
  'national number',
  'nrn',
  'insz',
  'niss',
];

/** Checks a Belgian national number: key 97 minus the number modulo 97, with a 2 in front for births from 2000 on. */
export function isBelgianNumber(text: string): boolean {
  const digits = digitsOf(text);
  const month = Number(digits.slice(2, 4)) % 20;
  if (digits.length !== 11 || month > 12 || Number(digits.slice(4, 6)) > 31) return false;
  const number = digits.slice(0, 9);
  const key = Number(digits.slice(9));
  return 97 - remainder97(number) === key || 97 - remainder97(`2${number}`) === key;
}

/** Identifiers of Belgium. */
export const BELGIUM_RULES: readonly Rule[] = [
  idNumber({
    label: 'BE_NATIONAL_NUMBER',
    digits: 11,
    form: /\d{2}\.\d{2}\.\d{2}-\d{3}\.\d{2}/g,
    check: isBelgianNumber,
    alone: 0.95,
    words: BE_WORDS,
    examples: { match: ['85.07.30-033.28'], noMatch: ['85.07.30-033.29', '85.33.30-033.28'] },
  }),
  idNumber({
    label: 'BE_NATIONAL_NUMBER',
    digits: 11,
    form: /\d{11}|\d{6}[ -]\d{3}[ -]\d{2}/g,
    check: isBelgianNumber,
    words: BE_WORDS,
    examples: { match: ['rijksregisternummer 85073003328'], noMatch: ['85073003328', 'NISS 85073003329'] },
  }),
];
