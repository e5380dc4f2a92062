import { compact, digitsOf, isUniform, weightedSum } from '../../checks/digits.js';
import type { Rule } from '../../matcher/rule.js';
import { idNumber } from '../dlp/id-number.js';

const NINO_WORDS = [
  'nino',
  'national insurance',
  'national insurance number',
  'ni number',
  'ni no',
  'insurance number',
];

/** Checks a UK NHS number: weights 10 to 2 modulo 11; a check value of 10 is never issued (NHS Data Dictionary). */
export function isNhsNumber(text: string): boolean {
  const digits = digitsOf(text);
  if (digits.length !== 10 || isUniform(digits)) return false;
  const check = (11 - (weightedSum(digits, [10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11)) % 11;
  return check === Number(digits.charAt(9));
}

/** Prefixes that HMRC does not use for National Insurance numbers. */
const UNUSED_NINO_PREFIXES = ['BG', 'GB', 'KN', 'NK', 'NT', 'TN', 'ZZ'];

/**
 * Checks a UK National Insurance number by its prefix. It has no check digit, and the rule's pattern checks the
 * letters.
 */
function isNino(text: string): boolean {
  return !UNUSED_NINO_PREFIXES.includes(compact(text).slice(0, 2));
}

/** Identifiers of the United Kingdom. */
export const UNITED_KINGDOM_RULES: readonly Rule[] = [
  idNumber({
    label: 'UK_NINO',
    digits: 6,
    form: /[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z][ -]?\d{2}[ -]?\d{2}[ -]?\d{2}[ -]?[A-D]/g,
    check: isNino,
    alone: 0.8,
    words: NINO_WORDS,
    examples: {
      match: ['NI number AB 12 34 56 C', 'AB123456C', 'JG-10-37-59-A'],
      noMatch: ['GB123456C', 'QQ123456C', 'AB123456E', 'AO123456C', 'AB12345C'],
    },
  }),
  idNumber({
    label: 'UK_NINO',
    digits: 6,
    form: /[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z][ -]?\d{2}[ -]?\d{2}[ -]?\d{2}[ -]?[A-D]/gi,
    check: isNino,
    words: NINO_WORDS,
    examples: { match: ['national insurance: ab 12 34 56 c'], noMatch: ['ab123456c', 'nino nt123456a'] },
  }),
  idNumber({
    label: 'UK_NHS',
    digits: 10,
    form: /\d{3}[ -]\d{3}[ -]\d{4}|\d{10}/g,
    check: isNhsNumber,
    words: ['nhs', 'nhs number', 'nhs no', 'patient number', 'health service number', 'nhs id'],
    examples: {
      match: ['NHS number 943 476 5919', 'NHS no: 9434765919', 'nhs 943-476-5919'],
      noMatch: ['943 476 5919', 'NHS 943 476 5918', 'NHS 94347659191'],
    },
  }),
  idNumber({
    label: 'UK_UTR',
    digits: 10,
    form: /\d{5}[ -]?\d{5}/g,
    words: ['utr', 'unique taxpayer reference', 'self assessment'],
    examples: {
      match: ['UTR 12345 67890', 'unique taxpayer reference: 1234567890'],
      noMatch: ['12345 67890'],
    },
  }),
];
