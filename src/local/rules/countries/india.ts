import { BASE_36 } from '../../checks/base-36.js';
import { compact, digitsOf, isUniform } from '../../checks/digits.js';
import { passesVerhoeff } from '../../checks/verhoeff.js';
import type { Rule } from '../../matcher/rule.js';
import { idNumber, whole } from '../dlp/id-number.js';

const AADHAAR_WORDS = ['aadhaar', 'aadhar', 'adhaar', 'uidai', 'uid', 'आधार', 'आधार संख्या', 'आधार नंबर'];

const PAN_WORDS = ['pan', 'pan card', 'pan number', 'pan no', 'permanent account number', 'income tax'];

/**
 * Checks an Indian Aadhaar: 12 digits, the first 2 to 9, Verhoeff (UIDAI). Three groups that look like years are
 * refused.
 */
export function isAadhaar(text: string): boolean {
  const digits = digitsOf(text);
  if (digits.length !== 12 || digits < '2' || isUniform(digits)) return false;
  const years = [0, 4, 8].every((start) => /^(?:19|20)/.test(digits.slice(start)));
  return !(years && text.length > 12) && passesVerhoeff(digits);
}

/**
 * Checks an Indian GSTIN: check character in base 36 over alternating factors 1 and 2 (GSTN). Takes the 15 characters.
 */
export function isGstin(text: string): boolean {
  const id = compact(text);
  const state = Number(id.slice(0, 2));
  let sum = 0;
  for (let index = 0; index < 14; index += 1) {
    const product = BASE_36.indexOf(id.charAt(index)) * ((index % 2) + 1);
    sum += Math.floor(product / 36) + (product % 36);
  }
  const issued = (state >= 1 && state <= 38) || state === 97 || state === 99;
  return id.length === 15 && issued && BASE_36.charAt((36 - (sum % 36)) % 36) === id.charAt(14);
}

/** Identifiers of India. */
export const INDIA_RULES: readonly Rule[] = [
  idNumber({
    label: 'IN_AADHAAR',
    digits: 12,
    form: /[2-9]\d{3}[ :-]?\d{4}[ :-]?\d{4}/g,
    check: isAadhaar,
    words: AADHAAR_WORDS,
    examples: {
      match: ['Aadhaar 2341 2341 2346', 'aadhar no: 234123412346'],
      noMatch: ['234123412346', 'Aadhaar 2341 2341 2347', 'Aadhaar 1341 2341 2346'],
    },
  }),
  {
    label: 'IN_AADHAAR',
    trigger: { digits: 12 },
    // With another group next to it, it would be part of a card number.
    pattern:
      /(?<![A-Za-z0-9]|[A-Za-z0-9]_{1,2}|\d[ .-])[2-9]\d{3}[ -]\d{4}[ -]\d{4}(?!_{0,2}[A-Za-z0-9]|[ .-]\d)/g,
    accept: whole(isAadhaar),
    confidence: 0.65,
    examples: {
      match: ['2341 2341 2346'],
      noMatch: ['2341 2341 2347', '2019 2020 2021', '2341 2341 2346 1234'],
    },
  },
  idNumber({
    label: 'IN_PAN',
    digits: 4,
    form: /[A-Z]{3}[ABCFGHLJPT][A-Z]\d{4}[A-Z]/g,
    alone: 0.75,
    words: PAN_WORDS,
    examples: {
      match: ['PAN ABCPE1234F', 'AAAPL1234C'],
      noMatch: ['ABCDE1234F', 'ABCPE12345', 'abcpe1234f', 'ABCPE1234FX'],
    },
  }),
  idNumber({
    label: 'IN_PAN',
    digits: 4,
    form: /[A-Z]{5}\d{4}[A-Z]/gi,
    words: PAN_WORDS,
    examples: { match: ['pan card abcde1234f'], noMatch: ['abcde1234f', 'pan abcde123f'] },
  }),
  idNumber({
    label: 'IN_GSTIN',
    digits: 6,
    form: /\d{2}[A-Z]{5}\d{4}[A-Z][1-9A-Z]Z[0-9A-Z]/g,
    check: isGstin,
    alone: 0.95,
    words: ['gstin', 'gst number', 'gst no', 'gst'],
    examples: { match: ['GSTIN 27AAPFU0939F1ZV'], noMatch: ['27AAPFU0939F1ZA', '45AAPFU0939F1ZV'] },
  }),
  idNumber({
    label: 'IN_VOTER_ID',
    digits: 7,
    form: /[A-Z]{3}\d{7}/gi,
    words: ['voter id', 'voter card', 'epic', 'epic number', 'epic no', 'election card', 'मतदाता पहचान पत्र'],
    examples: { match: ['voter id ZGK3308055'], noMatch: ['ZGK3308055', 'voter id 123'] },
  }),
];
