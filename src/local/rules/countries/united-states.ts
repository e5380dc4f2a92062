import { digitsOf, weightedSum } from '../../checks/digits.js';
import { passesLuhn } from '../../checks/luhn.js';
import type { Rule } from '../../matcher/rule.js';
import { idNumber } from '../dlp/id-number.js';

const SSN_WORDS = [
  'ssn',
  'ssns',
  'social security',
  'social security number',
  'social security no',
  'social sec',
  'soc sec',
  'social',
  'ss#',
  'ss number',
  'seguro social',
];

/**
 * Checks a US Social Security number: no area 000, 666 or 900 to 999, no group 00, no serial 0000 (SSA, randomised
 * since 2011). Ignores separators.
 */
function isSsn(text: string): boolean {
  const digits = digitsOf(text);
  const area = digits.slice(0, 3);
  return (
    digits.length === 9 &&
    area !== '000' &&
    area !== '666' &&
    !area.startsWith('9') &&
    digits.slice(3, 5) !== '00' &&
    digits.slice(5) !== '0000'
  );
}

/**
 * Checks a US individual taxpayer number: 9xx with a middle of 50-65, 70-88, 90-92 or 94-99 (IRS). Ignores separators.
 */
function isItin(text: string): boolean {
  const digits = digitsOf(text);
  const middle = Number(digits.slice(3, 5));
  const issued =
    (middle >= 50 && middle <= 65) ||
    (middle >= 70 && middle <= 88) ||
    (middle >= 90 && middle <= 92) ||
    (middle >= 94 && middle <= 99);
  return digits.length === 9 && digits.startsWith('9') && issued;
}

/** Prefixes that no IRS campus has ever issued. */
const UNUSED_EIN_PREFIXES = '00 07 08 09 17 18 19 28 29 49 69 70 78 79 89 96 97'.split(' ');

/** Checks a US employer identification number by its campus prefix (IRS). It has no check digit. Ignores separators. */
function isEin(text: string): boolean {
  const digits = digitsOf(text);
  return digits.length === 9 && !UNUSED_EIN_PREFIXES.includes(digits.slice(0, 2));
}

/** Checks a US National Provider Identifier: Luhn over the number after the issuer 80840 (CMS). */
export function isNpi(text: string): boolean {
  const digits = digitsOf(text);
  return digits.length === 10 && passesLuhn(`80840${digits}`);
}

/** Checks a US DEA registration: the sum of the 1st, 3rd, 5th and twice the 2nd, 4th, 6th digit ends in the 7th. */
export function isDeaNumber(text: string): boolean {
  const digits = digitsOf(text);
  return digits.length === 7 && weightedSum(digits, [1, 2, 1, 2, 1, 2]) % 10 === Number(digits.charAt(6));
}

/** Identifiers of the United States. */
export const UNITED_STATES_RULES: readonly Rule[] = [
  idNumber({
    label: 'US_SSN',
    digits: 9,
    form: /\d{3}[ .\u2010-\u2013-]\d{2}[ .\u2010-\u2013-]\d{4}/g,
    check: (match) => isSsn(match) && match.charAt(3) === match.charAt(6),
    alone: 0.75,
    words: SSN_WORDS,
    examples: {
      match: ['SSN 123-45-6789.', 'ssn: 123 45 6789', 'id 219.09.9999'],
      noMatch: [
        '000-12-3456',
        '666-12-3456',
        '900-12-3456',
        '123-00-4567',
        '123-45-0000',
        '1123-45-6789',
        '123-45-67890',
        '123-45 6789',
      ],
    },
  }),
  idNumber({
    label: 'US_SSN',
    digits: 9,
    form: /\d{9}|\d{3}[ .-]\d{6}|\d{5}[ .-]\d{4}/g,
    check: isSsn,
    words: SSN_WORDS,
    examples: {
      match: ['SSN 219099999', 'social security number: 219-099999', 'ssn=21909-9999'],
      noMatch: ['219099999', 'ssn 000123456', 'order 219099999'],
    },
  }),
  idNumber({
    label: 'US_SSN',
    digits: 9,
    // Numbers from 900 on were never issued, but people give them as their number.
    form: /9\d{2}-\d{2}-\d{4}/g,
    words: ['ssn', 'social security', 'social security number'],
    examples: { match: ['SSN 987-12-4321'], noMatch: ['987-12-4321', 'SSN 666-12-3456'] },
  }),
  idNumber({
    label: 'US_ITIN',
    digits: 9,
    form: /9\d{2}[ .-]\d{2}[ .-]\d{4}/g,
    check: isItin,
    alone: 0.75,
    words: ['itin', 'taxpayer', 'tax id', 'taxpayer identification number', 'individual taxpayer'],
    examples: {
      match: ['ITIN 912-70-1234', '999-88-1234', '950 50 1234'],
      noMatch: ['912-69-1234', '912-93-1234', '812-70-1234', '912-70-12345'],
    },
  }),
  idNumber({
    label: 'US_ITIN',
    digits: 9,
    form: /9\d{8}/g,
    check: isItin,
    words: ['itin', 'taxpayer', 'tax id', 'taxpayer identification number', 'individual taxpayer'],
    examples: { match: ['ITIN: 912701234'], noMatch: ['912701234', 'ITIN 912691234'] },
  }),
  idNumber({
    label: 'US_EIN',
    digits: 9,
    form: /\d{2}-\d{7}|\d{9}/g,
    check: isEin,
    words: [
      'ein',
      'fein',
      'employer identification number',
      'employer id',
      'federal tax id',
      'tax id',
      'federal id',
      'taxpayer identification number',
    ],
    examples: {
      match: ['EIN 12-3456789', 'Federal Tax ID: 94-1234567', 'fein 941234567'],
      noMatch: ['12-3456789', 'EIN 00-1234567', 'EIN 12-345678'],
    },
  }),
  idNumber({
    label: 'US_MBI',
    digits: 5,
    form: /[1-9][AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y0-9]\d-?[AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y0-9]\d-?[AC-HJKMNP-RT-Y]{2}\d{2}/g,
    alone: 0.75,
    words: ['mbi', 'medicare', 'medicare beneficiary', 'beneficiary'],
    examples: {
      match: ['MBI 1EG4-TE5-MK73', 'patient 1EG4TE5MK73'],
      noMatch: ['0EG4-TE5-MK73', '1SG4-TE5-MK73', '1EG4-TE5-MK7', '1eg4-te5-mk73'],
    },
  }),
  idNumber({
    label: 'US_NPI',
    digits: 10,
    form: /[12]\d{9}/g,
    check: isNpi,
    words: [
      'npi',
      'national provider',
      'national provider identifier',
      'provider id',
      'provider identifier',
      'provider number',
    ],
    examples: {
      match: ['NPI: 1234567893', 'provider identifier 1245319599'],
      noMatch: ['1234567893', 'NPI 1234567890', 'NPI 3234567893'],
    },
  }),
  idNumber({
    label: 'US_DEA_NUMBER',
    digits: 7,
    form: /[ABCDEFGHJKLMPRSTUX][A-Z9]\d{7}/g,
    check: isDeaNumber,
    words: ['dea', 'dea number', 'dea no', 'dea registration'],
    examples: { match: ['DEA AB1234563'], noMatch: ['AB1234563', 'DEA AB1234564'] },
  }),
];
