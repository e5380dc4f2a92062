import { digitsOf, isDate, isShortDate, isUniform, startsWithShortDate, weightedSum } from './digits.js';
import { passesLuhn } from './luhn.js';
import { passesWeights } from './weights.js';

/** Vietnamese citizen number of 12 digits: province 001 to 096, century and sex, year of birth (Circular 59/2021/TT-BCA). */
export function isCccd(text: string): boolean {
  const digits = digitsOf(text);
  const province = Number(digits.slice(0, 3));
  return digits.length === 12 && province >= 1 && province <= 96;
}

/** Indonesian NIK of 16 digits: province 11 to 97, district, birth date with 40 more on the day for women. */
export function isNik(text: string): boolean {
  const digits = digitsOf(text);
  const province = Number(digits.slice(0, 2));
  const day = Number(digits.slice(6, 8)) % 40;
  const date = isShortDate(Number(digits.slice(10, 12)), Number(digits.slice(8, 10)), day);
  return digits.length === 16 && province >= 11 && province <= 97 && date;
}

/** Malaysian identity card of 12 digits: birth date, place of birth 01 to 99 without the codes that were never given. */
export function isMyKad(text: string): boolean {
  const digits = digitsOf(text);
  const place = digits.slice(6, 8);
  return (
    digits.length === 12 &&
    startsWithShortDate(digits) &&
    !/^(?:00|1[7-9]|20|6[9]|7[03]|8[01]|9[4-7])$/.test(place)
  );
}

/** Pakistani CNIC of 13 digits: province 1 to 7 in front. */
export const isCnic = (text: string): boolean => /^[1-7]\d{12}$/.test(digitsOf(text));

/** Sri Lankan identity card: year, day of the year (500 more for women), serial; 9 digits and a letter, or 12 digits. */
export function isSriLankanId(text: string): boolean {
  const digits = digitsOf(text);
  const day = Number(digits.length === 12 ? digits.slice(4, 7) : digits.slice(2, 5)) % 500;
  return day >= 1 && day <= 366 && (digits.length === 9 || /^(?:19|20)\d{10}$/.test(digits));
}

/** Iranian national code of 10 digits: weights 10 to 2 modulo 11. */
export function isMelliCode(text: string): boolean {
  const digits = digitsOf(text);
  const rest = weightedSum(digits, [10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11;
  return (
    digits.length === 10 && !isUniform(digits) && (rest < 2 ? rest : 11 - rest) === Number(digits.charAt(9))
  );
}

/** Saudi national or residence id of 10 digits: 1 or 2 in front, Luhn. */
export const isSaudiId = (text: string): boolean => /^[12]\d{9}$/.test(text) && passesLuhn(text);

/** Emirates id of 15 digits: country 784, year of birth. */
export function isEmiratesId(text: string): boolean {
  const digits = digitsOf(text);
  return digits.length === 15 && /^784(?:19|20)/.test(digits);
}

/** Egyptian national number of 14 digits: century 2 or 3, birth date, governorate. */
export function isEgyptianId(text: string): boolean {
  const digits = digitsOf(text);
  const year = (digits.startsWith('3') ? 2000 : 1900) + Number(digits.slice(1, 3));
  const date = isDate(year, Number(digits.slice(3, 5)), Number(digits.slice(5, 7)));
  return (
    digits.length === 14 &&
    /^[23]/.test(digits) &&
    date &&
    /^(?:0[1-4]|1[1-9]|2[1-9]|3[1-5]|88)$/.test(digits.slice(7, 9))
  );
}

/** Kuwaiti civil id of 12 digits: century 2 or 3, birth date, weights modulo 11. */
export function isCivilId(text: string): boolean {
  const digits = digitsOf(text);
  const check = { length: 12, weights: [2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2], modulus: 11, complement: true };
  return /^[23]/.test(digits) && startsWithShortDate(digits.slice(1)) && passesWeights(digits, check);
}

/** Tanzanian identity number of 20 digits: birth date in front. */
export function isTanzanianId(text: string): boolean {
  const digits = digitsOf(text);
  const [year, month, day] = [digits.slice(0, 4), digits.slice(4, 6), digits.slice(6, 8)].map(Number);
  return digits.length === 20 && /^(?:19|20)/.test(digits) && isDate(year ?? 0, month ?? 0, day ?? 0);
}

/** New Zealand IRD number of 8 or 9 digits: weights modulo 11, and others where that is 10 (Inland Revenue). */
export function isIrd(text: string): boolean {
  const digits = digitsOf(text).padStart(9, '0');
  const value = Number(digits);
  const check = (weights: readonly number[]): number => (11 - (weightedSum(digits, weights) % 11)) % 11;
  const first = check([3, 2, 7, 6, 5, 4, 3, 2]);
  const last = first === 10 ? check([7, 4, 3, 2, 5, 2, 7, 6]) : first;
  return (
    digits.length === 9 && value > 10_000_000 && value < 200_000_000 && last === Number(digits.charAt(8))
  );
}
