import { digitsOf, isUniform, startsWithShortDate, weightedSum } from './digits.js';
import { passesLuhn } from './luhn.js';

/** Turkish identity number: 11 digits, no leading 0, the last two check the others modulo 10. */
export function isTurkishId(text: string): boolean {
  const digits = digitsOf(text);
  if (digits.length !== 11 || digits.startsWith('0')) return false;
  const odd = weightedSum(digits, [1, 0, 1, 0, 1, 0, 1, 0, 1]);
  const even = weightedSum(digits, [0, 1, 0, 1, 0, 1, 0, 1]);
  const first = (((odd * 7 - even) % 10) + 10) % 10;
  const second = (odd + even + first) % 10;
  return first === Number(digits.charAt(9)) && second === Number(digits.charAt(10));
}

/** South African identity number: birth date, citizenship 0 to 2, Luhn (Department of Home Affairs). */
export function isSouthAfricanId(text: string): boolean {
  const digits = digitsOf(text);
  return (
    digits.length === 13 && startsWithShortDate(digits) && digits.charAt(10) <= '2' && passesLuhn(digits)
  );
}

/** Israeli identity number of 9 digits: Luhn. */
export function isIsraeliId(text: string): boolean {
  const digits = digitsOf(text);
  return digits.length === 9 && !isUniform(digits) && passesLuhn(digits);
}
