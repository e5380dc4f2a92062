import { compact, digitsOf, isUniform, startsWithShortDate } from '../../checks/digits.js';
import { passesLuhn } from '../../checks/luhn.js';
import type { Rule } from '../../matcher/rule.js';
import { idNumber } from '../dlp/id-number.js';

/** The characters of a CURP in the order of their values. The check digit counts their places from the left. */
const CURP_ALPHABET = '0123456789ABCDEFGHIJKLMN_OPQRSTUVWXYZ';

/**
 * Checks a Mexican CURP: birth date, and check digit modulo 10 over weights 18 to 2 (RENAPO). Takes the 18 characters.
 */
export function isCurp(text: string): boolean {
  const id = compact(text);
  if (id.length !== 18 || !startsWithShortDate(id.slice(4))) return false;
  let sum = 0;
  for (let index = 0; index < 17; index += 1) sum += CURP_ALPHABET.indexOf(id.charAt(index)) * (18 - index);
  return (10 - (sum % 10)) % 10 === Number(id.charAt(17));
}

/** Checks a Mexican social security number of 11 digits: Luhn (IMSS). */
function isNss(text: string): boolean {
  const digits = digitsOf(text);
  return digits.length === 11 && !isUniform(digits) && passesLuhn(digits);
}

/** Identifiers of Mexico. */
export const MEXICO_RULES: readonly Rule[] = [
  idNumber({
    label: 'MX_CURP',
    digits: 7,
    form: /[A-Z]{4}\d{6}[HMX][A-Z]{5}[A-Z0-9]\d/gi,
    check: isCurp,
    alone: 0.97,
    words: ['curp', 'clave única'],
    examples: { match: ['CURP BOXW310820HNERXN09'], noMatch: ['BOXW310820HNERXN08', 'BOXW319920HNERXN09'] },
  }),
  idNumber({
    label: 'MX_RFC',
    digits: 6,
    form: /[A-ZÑ&]{3,4}\d{6}[A-Z0-9]{3}/gi,
    words: ['rfc', 'registro federal de contribuyentes'],
    examples: { match: ['RFC: GODE561231GR8'], noMatch: ['GODE561231GR8', 'RFC 2616', 'RFC GODE5612'] },
  }),
  idNumber({
    label: 'MX_NSS',
    digits: 11,
    form: /\d{11}|\d{2}-\d{2}-\d{2}-\d{4}-\d/g,
    check: isNss,
    words: ['nss', 'imss', 'número de seguridad social', 'número de seguro social', 'seguridad social'],
    examples: {
      match: ['nss 40487019206', 'imss 05-09-43-8040-8'],
      noMatch: ['40487019206', 'nss 22982439825', 'nss 123'],
    },
  }),
];
