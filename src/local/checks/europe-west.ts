import { compact, digitsOf, isUniform, weightedSum } from './digits.js';
import { passesMod1110, remainder97 } from './iso7064.js';
import { passesLuhn } from './luhn.js';

/** UK NHS number: weights 10 to 2 modulo 11; a check value of 10 is never given out (NHS Data Dictionary). */
export function isNhsNumber(text: string): boolean {
  const digits = digitsOf(text);
  if (digits.length !== 10 || isUniform(digits)) return false;
  const check = (11 - (weightedSum(digits, [10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11)) % 11;
  return check === Number(digits.charAt(9));
}

/** Prefixes that HMRC does not use for National Insurance numbers. */
const UNUSED_NINO_PREFIXES = ['BG', 'GB', 'KN', 'NK', 'NT', 'TN', 'ZZ'];

/** UK National Insurance number by its prefix; it has no check digit. The rule's pattern sees to the letters. */
export function isNino(text: string): boolean {
  return !UNUSED_NINO_PREFIXES.includes(compact(text).slice(0, 2));
}

/**
 * German tax id: MOD 11,10; among the first ten digits exactly one appears twice or three times, and no three in a row
 * (Bundeszentralamt für Steuern).
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

/** German social insurance number: digits, a letter as two digits, weighted cross sums modulo 10 (VKVV § 4). */
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
  // Offices add 50 to the day where a number was taken.
  return month <= 12 && day % 50 <= 31 && sum % 10 === Number(id.charAt(11));
}

/** The letter of a Spanish number: the remainder by 23 is its place here (Real Decreto 1553/2005). */
const SPANISH_LETTERS = 'TRWAGMYFPDXBNJZSQVHLCKE';

/** Spanish DNI (8 digits and a letter) or NIE (X, Y or Z for 0, 1, 2, then 7 digits and a letter). Ignores separators. */
export function isSpanishId(text: string): boolean {
  const id = compact(text);
  const foreigner = 'XYZ'.indexOf(id.charAt(0));
  const number = foreigner < 0 ? id.slice(0, -1) : `${foreigner}${id.slice(1, -1)}`;
  return number.length === 8 && SPANISH_LETTERS.charAt(Number(number) % 23) === id.at(-1);
}

/** What a character counts at the odd places of a codice fiscale; digits count like the letters A to J. */
const ITALIAN_ODD = [
  1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23,
];

/** Letters that replace the digits 0 to 9 where two people would share a codice fiscale. */
const ITALIAN_REPLACEMENTS = 'LMNPQRSTUV';

/** Italian codice fiscale: day of birth (40 more for women) and check letter (D.M. 23/12/1976). Takes 16 characters. */
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

/** Italian partita IVA: 11 digits with Luhn, a province code that exists (001-100, 120, 121, 888, 999). */
export function isItalianVat(text: string): boolean {
  const digits = digitsOf(text);
  const office = Number(digits.slice(7, 10));
  const issued = (office >= 1 && office <= 100) || [120, 121, 888, 999].includes(office);
  return digits.length === 11 && issued && passesLuhn(digits);
}

/** French NIR: month 01-12, 20-42 or 50-99, key 97 minus the number modulo 97; 2A and 2B (Corsica) count as 19 and 18. */
export function isFrenchNir(text: string): boolean {
  const id = compact(text);
  const month = Number(id.slice(3, 5));
  const known = (month >= 1 && month <= 12) || (month >= 20 && month <= 42) || month >= 50;
  if (id.length !== 15 || !known) return false;
  const number = id.slice(0, 13).replace('2A', '19').replace('2B', '18');
  const rest = remainder97(number);
  return !Number.isNaN(rest) && 97 - rest === Number(id.slice(13));
}

/** Dutch citizen service number: weights 9 to 2 and minus 1 modulo 11 (the eleven test). */
export function isBsn(text: string): boolean {
  const digits = digitsOf(text).padStart(9, '0');
  if (digits.length !== 9 || isUniform(digits)) return false;
  return weightedSum(digits, [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 === 0;
}

/** Belgian national number: key 97 minus the number modulo 97, with a 2 in front for births from 2000 on. */
export function isBelgianNumber(text: string): boolean {
  const digits = digitsOf(text);
  const month = Number(digits.slice(2, 4)) % 20;
  if (digits.length !== 11 || month > 12 || Number(digits.slice(4, 6)) > 31) return false;
  const number = digits.slice(0, 9);
  const key = Number(digits.slice(9));
  return 97 - remainder97(number) === key || 97 - remainder97(`2${number}`) === key;
}

/** Swiss AHV number: 756 and the check digit of EAN-13 (weights 1 and 3 modulo 10). */
export function isAhv(text: string): boolean {
  const digits = digitsOf(text);
  const weights = [1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1];
  return digits.length === 13 && digits.startsWith('756') && weightedSum(digits, weights) % 10 === 0;
}

/** Portuguese NIF: weights 9 to 2 modulo 11, remainders below 2 give 0. */
export function isPortugueseNif(text: string): boolean {
  const digits = digitsOf(text);
  const rest = weightedSum(digits, [9, 8, 7, 6, 5, 4, 3, 2]) % 11;
  return digits.length === 9 && (rest < 2 ? 0 : 11 - rest) === Number(digits.charAt(8));
}

/** Irish PPS number: weights 8 to 2 and 9 for a second letter, modulo 23, as a letter from A = 1, W = 0. */
export function isPps(text: string): boolean {
  const id = compact(text);
  const second = id.length === 9 && id.at(-1) !== 'W' ? id.charCodeAt(8) - 64 : 0;
  const rest = (weightedSum(id, [8, 7, 6, 5, 4, 3, 2]) + second * 9) % 23;
  return id.charAt(7) === (rest === 0 ? 'W' : String.fromCharCode(64 + rest));
}
