import { compact, digitsOf } from '../../checks/digits.js';
import { passesMod1110 } from '../../checks/iso7064.js';
import type { Rule } from '../../matcher/rule.js';
import { idNumber } from '../dlp/id-number.js';

const DE_TAX_WORDS = [
  'steuer-id',
  'steuer id',
  'steueridentifikationsnummer',
  'steuerliche identifikationsnummer',
  'identifikationsnummer',
  'idnr',
  'id-nr',
  'steuernummer',
  'german tax id',
  'tax id',
  'tin',
];

/**
 * Checks a German tax id: MOD 11,10; among the first ten digits exactly one appears twice or three times, and no three
 * in a row (Bundeszentralamt für Steuern).
 */
export function isGermanTaxId(text: string): boolean {
  const digits = digitsOf(text);
  if (digits.length !== 11 || digits.startsWith('0')) return false;
  const head = digits.slice(0, 10);
  const counts = Array.from('0123456789', (digit) => head.split(digit).length - 1);
  const repeated = counts.filter((count) => count > 1);
  if (repeated.length !== 1 || (repeated[0] ?? 0) > 3) return false;
  const thrice = Array.from('0123456789').some((digit) => head.includes(digit.repeat(3)));
  return !thrice && passesMod1110(digits);
}

/**
 * Checks a German social insurance number: digits, a letter as two digits, weighted cross sums modulo 10 (VKVV § 4).
 */
export function isGermanSocialInsurance(text: string): boolean {
  const id = compact(text);
  if (id.length !== 12) return false;
  const letter = String(id.charCodeAt(8) - 64).padStart(2, '0');
  const digits = id.slice(0, 8) + letter + id.slice(9, 11);
  let sum = 0;
  [2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1].forEach((weight, index) => {
    const product = Number(digits.charAt(index)) * weight;
    sum += Math.floor(product / 10) + (product % 10);
  });
  const day = Number(id.slice(2, 4));
  const month = Number(id.slice(4, 6));
  // Offices add 50 to the day if a number is already in use.
  return month <= 12 && day % 50 <= 31 && sum % 10 === Number(id.charAt(11));
}

/** Identifiers of Germany. */
export const GERMANY_RULES: readonly Rule[] = [
  idNumber({
    label: 'DE_TAX_ID',
    digits: 11,
    form: /[1-9]\d{10}|[1-9]\d[ /]\d{3}[ /]\d{3}[ /]\d{3}/g,
    check: isGermanTaxId,
    words: DE_TAX_WORDS,
    examples: {
      match: ['Steuer-ID: 86095742719', 'IdNr. 65 929 970 489'],
      noMatch: ['86095742719', 'Steuer-ID 86095742718', 'IdNr 11111111111'],
    },
  }),
  idNumber({
    label: 'DE_TAX_ID',
    digits: 11,
    form: /[1-9]\d \d{3} \d{3} \d{3}/g,
    check: isGermanTaxId,
    alone: 0.7,
    words: DE_TAX_WORDS,
    examples: { match: ['meine Nummer 86 095 742 719'], noMatch: ['86 095 742 718', '12 345 678 901'] },
  }),
  idNumber({
    label: 'DE_SOCIAL_SECURITY',
    digits: 11,
    form: /\d{2} ?\d{6} ?[A-Z] ?\d{3}/g,
    check: isGermanSocialInsurance,
    alone: 0.85,
    words: [
      'sozialversicherungsnummer',
      'rentenversicherungsnummer',
      'rvnr',
      'sv-nummer',
      'versicherungsnummer',
    ],
    examples: { match: ['RVNR 15070649C103', '65 070803 A 019'], noMatch: ['15070649C104', '15991349C103'] },
  }),
];
