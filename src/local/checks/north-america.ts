import { digitsOf, isUniform, weightedSum } from './digits.js';
import { passesLuhn } from './luhn.js';

/**
 * US Social Security number: no area 000, 666 or 900 to 999, no group 00, no serial 0000 (SSA, randomised since 2011).
 * Ignores separators.
 */
export function isSsn(text: string): boolean {
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

/** US individual taxpayer number: 9xx with a middle of 50-65, 70-88, 90-92 or 94-99 (IRS). Ignores separators. */
export function isItin(text: string): boolean {
  const digits = digitsOf(text);
  const middle = Number(digits.slice(3, 5));
  const issued =
    (middle >= 50 && middle <= 65) ||
    (middle >= 70 && middle <= 88) ||
    (middle >= 90 && middle <= 92) ||
    (middle >= 94 && middle <= 99);
  return digits.length === 9 && digits.startsWith('9') && issued;
}

/** Prefixes that no IRS campus has ever given out. */
const UNUSED_EIN_PREFIXES = '00 07 08 09 17 18 19 28 29 49 69 70 78 79 89 96 97'.split(' ');

/** US employer identification number by its campus prefix (IRS). It has no check digit. Ignores separators. */
export function isEin(text: string): boolean {
  const digits = digitsOf(text);
  return digits.length === 9 && !UNUSED_EIN_PREFIXES.includes(digits.slice(0, 2));
}

/** US bank routing number: prefix of the Federal Reserve, weights 3, 7, 1 modulo 10 (ABA). Ignores separators. */
export function isRoutingNumber(text: string): boolean {
  const digits = digitsOf(text);
  const prefix = Number(digits.slice(0, 2));
  const issued =
    (prefix >= 1 && prefix <= 12) ||
    (prefix >= 21 && prefix <= 32) ||
    (prefix >= 61 && prefix <= 72) ||
    prefix === 80;
  return digits.length === 9 && issued && weightedSum(digits, [3, 7, 1, 3, 7, 1, 3, 7, 1]) % 10 === 0;
}

/** US National Provider Identifier: Luhn over the number behind the issuer 80840 (CMS). */
export function isNpi(text: string): boolean {
  const digits = digitsOf(text);
  return digits.length === 10 && passesLuhn(`80840${digits}`);
}

/** US DEA registration: the sum of the 1st, 3rd, 5th and twice the 2nd, 4th, 6th digit ends in the 7th. */
export function isDeaNumber(text: string): boolean {
  const digits = digitsOf(text);
  return digits.length === 7 && weightedSum(digits, [1, 2, 1, 2, 1, 2]) % 10 === Number(digits.charAt(6));
}

/** Canadian social insurance number: Luhn, no leading 8 (Service Canada). Ignores separators. */
export function isSin(text: string): boolean {
  const digits = digitsOf(text);
  return digits.length === 9 && !digits.startsWith('8') && !isUniform(digits) && passesLuhn(digits);
}
