import { compact, digitsOf, hasDigitCluster } from '../../checks/digits.js';
import { passesLuhn } from '../../checks/luhn.js';
import type { Rule } from '../../matcher/rule.js';
import { idNumber } from '../dlp/id-number.js';

/** The value of a character at the odd places of a codice fiscale. Digits count like the letters A to J. */
const ITALIAN_ODD = [
  1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23,
];

/** Letters that replace the digits 0 to 9 if two people would share a codice fiscale. */
const ITALIAN_REPLACEMENTS = 'LMNPQRSTUV';

/**
 * Checks an Italian codice fiscale: day of birth (40 more for women) and check letter (D.M. 23/12/1976). Takes 16
 * characters.
 */
export function isItalianFiscalCode(text: string): boolean {
  const id = compact(text);
  const digit = (character: string): number => {
    const replaced = ITALIAN_REPLACEMENTS.indexOf(character);
    return replaced < 0 ? Number(character) : replaced;
  };
  const day = digit(id.charAt(9)) * 10 + digit(id.charAt(10));
  if (id.length !== 16 || day % 40 < 1 || day % 40 > 31 || day > 71) return false;
  let sum = 0;
  for (let index = 0; index < 15; index += 1) {
    const code = id.charCodeAt(index);
    const value = code < 58 ? code - 48 : code - 65;
    sum += index % 2 === 0 ? (ITALIAN_ODD[value] ?? 0) : value;
  }
  return id.charCodeAt(15) - 65 === sum % 26;
}

/** Checks an Italian partita IVA: 11 digits with Luhn, a province code that exists (001-100, 120, 121, 888, 999). */
export function isItalianVat(text: string): boolean {
  const digits = digitsOf(text);
  const office = Number(digits.slice(7, 10));
  const issued = (office >= 1 && office <= 100) || [120, 121, 888, 999].includes(office);
  return digits.length === 11 && issued && passesLuhn(digits);
}

/** Identifiers of Italy. */
export const ITALY_RULES: readonly Rule[] = [
  idNumber({
    label: 'IT_FISCAL_CODE',
    digits: 4,
    form: /[A-Z]{6}[0-9LMNP-V]{2}[ABCDEHLMPRST][0-9LMNP-V]{2}[A-Z][0-9LMNP-V]{3}[A-Z]/gi,
    check: (match) => hasDigitCluster(match, 4) && isItalianFiscalCode(match),
    alone: 0.97,
    words: ['codice fiscale', 'cod. fisc', 'c.f'],
    examples: {
      match: ['codice fiscale RSSMRA85T10A562S', 'mrtmtt25d09f205z'],
      noMatch: ['RSSMRA85T10A562A', 'RSSMRA85F10A562S', 'RSSMRA85T10A562'],
    },
  }),
  idNumber({
    label: 'IT_VAT',
    digits: 11,
    form: /(?:IT ?)?\d{11}/gi,
    check: isItalianVat,
    words: ['partita iva', 'p.iva', 'p. iva', 'p iva', 'piva', 'iva', 'vat', 'vat number'],
    examples: {
      match: ['P.IVA 07643520567', 'partita IVA: IT07643520567'],
      noMatch: ['07643520567', 'partita IVA 07643520568'],
    },
  }),
];
