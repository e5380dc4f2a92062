import { compact, digitsOf, isUniform, startsWithDate, startsWithShortDate, weightedSum } from './digits.js';
import { passesMod112 } from './iso7064.js';
import { passesVerhoeff } from './verhoeff.js';

/** Indian Aadhaar: 12 digits, the first 2 to 9, Verhoeff (UIDAI). Three years in a row are taken for years. */
export function isAadhaar(text: string): boolean {
  const digits = digitsOf(text);
  if (digits.length !== 12 || digits < '2' || isUniform(digits)) return false;
  const years = [0, 4, 8].every((start) => /^(?:19|20)/.test(digits.slice(start)));
  return !(years && text.length > 12) && passesVerhoeff(digits);
}

const BASE_36 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** Indian GSTIN: check character in base 36 over alternating factors 1 and 2 (GSTN). Takes the 15 characters. */
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

/** Australian tax file number of 8 or 9 digits: weighted sum divisible by 11 (ATO). */
export function isTfn(text: string): boolean {
  const digits = digitsOf(text);
  if (isUniform(digits)) return false;
  if (digits.length === 8) return weightedSum(digits, [10, 7, 8, 4, 6, 3, 5, 1]) % 11 === 0;
  return digits.length === 9 && weightedSum(digits, [1, 4, 3, 7, 5, 8, 6, 9, 10]) % 11 === 0;
}

/** Australian Medicare card: first digit 2 to 6, ninth digit checks the first eight modulo 10; issue number follows. */
export function isMedicare(text: string): boolean {
  const digits = digitsOf(text);
  const length = digits.length === 10 || digits.length === 11;
  return length && weightedSum(digits, [1, 3, 7, 9, 1, 3, 7, 9]) % 10 === Number(digits.charAt(8));
}

/** Australian business number: 1 less at the first place, weighted sum divisible by 89 (ABR). */
export function isAbn(text: string): boolean {
  const digits = digitsOf(text);
  const sum = weightedSum(digits, [10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19]) - 10;
  return digits.length === 11 && !digits.startsWith('0') && sum % 89 === 0;
}

/** Australian company number: weights 8 to 1, complement modulo 10 (ASIC). */
export function isAcn(text: string): boolean {
  const digits = digitsOf(text);
  const check = (10 - (weightedSum(digits, [8, 7, 6, 5, 4, 3, 2, 1]) % 10)) % 10;
  return digits.length === 9 && !isUniform(digits) && check === Number(digits.charAt(8));
}

/** Check letters of a Singapore NRIC or FIN by its first letter and the remainder modulo 11. */
const NRIC_LETTERS: Readonly<Record<string, readonly [offset: number, letters: string]>> = {
  S: [0, 'JZIHGFEDCBA'],
  T: [4, 'JZIHGFEDCBA'],
  F: [0, 'XWUTRQPNMLK'],
  G: [4, 'XWUTRQPNMLK'],
  M: [3, 'XWUTRQPNJLK'],
};

/** Singapore NRIC or FIN: letter of the series, 7 digits, check letter. */
export function isNric(text: string): boolean {
  const id = compact(text);
  const series = NRIC_LETTERS[id.charAt(0)];
  if (id.length !== 9 || series === undefined) return false;
  const [offset, letters] = series;
  const rest = (weightedSum(id.slice(1), [2, 7, 6, 5, 4, 3, 2]) + offset) % 11;
  return letters.charAt(rest) === id.at(-1);
}

/** Korean resident registration: a date and a century digit 1 to 8. Numbers since 2020 have no check digit. */
export function isRrn(text: string): boolean {
  const digits = digitsOf(text);
  return digits.length === 13 && startsWithShortDate(digits);
}

/** Chinese resident identity: region, birth date, ISO/IEC 7064 MOD 11-2 (GB 11643). Takes the 18 characters. */
export function isChineseId(text: string): boolean {
  const id = compact(text);
  return id.length === 18 && startsWithDate(id.slice(6)) && passesMod112(id);
}

/** Hong Kong identity card: letters count from A = 10, weights 9 or 8 to 1 modulo 11, A for 10. */
export function isHkid(text: string): boolean {
  const id = compact(text).padStart(9, ' ');
  let sum = 0;
  Array.from(id).forEach((character, index) => {
    const value = character === ' ' ? 36 : BASE_36.indexOf(character);
    sum += value * (9 - index);
  });
  return id.length === 9 && sum % 11 === 0;
}

/** Values of the first letter of a Taiwanese identity number, 10 upwards. */
const TAIWAN_LETTERS = 'ABCDEFGHJKLMNPQRSTUVXYWZIO';

/** Taiwanese identity number: letter as two digits, weights 1, 9 to 1, 1 modulo 10. */
export function isTaiwanId(text: string): boolean {
  const id = compact(text);
  const letter = TAIWAN_LETTERS.indexOf(id.charAt(0)) + 10;
  const digits = `${letter}${id.slice(1)}`;
  return id.length === 10 && weightedSum(digits, [1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1]) % 10 === 0;
}

/** Japanese My Number of 12 digits: check digit modulo 11 over weights 6 to 2, 7 to 2; remainders 0 and 1 give 0. */
export function isMyNumber(text: string): boolean {
  const digits = digitsOf(text);
  if (digits.length !== 12 || isUniform(digits)) return false;
  const rest = weightedSum(digits, [6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11;
  return (rest < 2 ? 0 : 11 - rest) === Number(digits.charAt(11));
}

/** Thai identity number of 13 digits: weights 13 to 2 modulo 11. */
export function isThaiId(text: string): boolean {
  const digits = digitsOf(text);
  const rest = weightedSum(digits, [13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11;
  return digits.length === 13 && !/^[09]/.test(digits) && (11 - rest) % 10 === Number(digits.charAt(12));
}
