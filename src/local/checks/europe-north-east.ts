import { compact, digitsOf, isDate, isShortDate, weightedSum } from './digits.js';
import { passesLuhn } from './luhn.js';

/** Centuries that a Polish month number carries: 20 is added from 2000 on, 80 before 1900, and so on. */
const PESEL_CENTURIES = [1900, 2000, 2100, 2200, 1800];

/** Polish PESEL: birth date with the century in the month, check digit by weights 1, 3, 7, 9 modulo 10. */
export function isPesel(text: string): boolean {
  const digits = digitsOf(text);
  const month = Number(digits.slice(2, 4));
  const year = (PESEL_CENTURIES[Math.floor(month / 20)] ?? 1900) + Number(digits.slice(0, 2));
  if (digits.length !== 11 || !isDate(year, month % 20, Number(digits.slice(4, 6)))) return false;
  return weightedSum(digits, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]) % 10 === 0;
}

/** The control character of a Finnish identity code by its remainder modulo 31. */
const HETU_CONTROL = '0123456789ABCDEFHJKLMNPRSTUVWXY';

/** Finnish identity code: date as day, month, year; control character modulo 31 (Digital and Population Data Services). */
export function isHetu(text: string): boolean {
  const digits = digitsOf(text.slice(0, 10));
  const date = isShortDate(
    Number(digits.slice(4, 6)),
    Number(digits.slice(2, 4)),
    Number(digits.slice(0, 2)),
  );
  const control = HETU_CONTROL.charAt(Number(digits) % 31);
  return digits.length === 9 && date && control === text.slice(10).toUpperCase();
}

/** Swedish personal number of 10 or 12 digits: date (60 more for coordination numbers), Luhn over the last ten. */
export function isPersonnummer(text: string): boolean {
  const digits = digitsOf(text).slice(-10);
  const day = Number(digits.slice(4, 6));
  const date = isShortDate(Number(digits.slice(0, 2)), Number(digits.slice(2, 4)), day > 60 ? day - 60 : day);
  return digits.length === 10 && date && passesLuhn(digits);
}

/** Norwegian identity number: date (day + 40 for D-numbers), two check digits modulo 11. */
export function isFodselsnummer(text: string): boolean {
  const digits = digitsOf(text);
  const day = Number(digits.slice(0, 2)) % 40;
  if (
    digits.length !== 11 ||
    !isShortDate(Number(digits.slice(4, 6)), Number(digits.slice(2, 4)) % 40, day)
  ) {
    return false;
  }
  return (
    weightedSum(digits, [3, 7, 6, 1, 8, 9, 4, 5, 2, 1]) % 11 === 0 &&
    weightedSum(digits, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0
  );
}

/** Danish CPR number by its date; new numbers have no check digit any more. */
export function isCpr(text: string): boolean {
  const digits = digitsOf(text);
  return (
    digits.length === 10 &&
    isShortDate(Number(digits.slice(4, 6)), Number(digits.slice(2, 4)), Number(digits.slice(0, 2)))
  );
}

/** Czech and Slovak birth number of ten digits: date (50 more on the month for women), divisible by 11. */
export function isRodneCislo(text: string): boolean {
  const digits = digitsOf(text);
  const month = Number(digits.slice(2, 4)) % 50;
  const date = isShortDate(
    Number(digits.slice(0, 2)),
    month > 20 ? month - 20 : month,
    Number(digits.slice(4, 6)),
  );
  return digits.length === 10 && date && Number(digits) % 11 === 0;
}

/** Romanian CNP: sex and century, date, check digit modulo 11 (10 becomes 1). */
export function isCnp(text: string): boolean {
  const digits = compact(text);
  const date = isShortDate(
    Number(digits.slice(1, 3)),
    Number(digits.slice(3, 5)),
    Number(digits.slice(5, 7)),
  );
  const rest = weightedSum(digits, [2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9]) % 11;
  return digits.length === 13 && date && (rest === 10 ? 1 : rest) === Number(digits.charAt(12));
}
