import { digitsOf, isShortDate, isUniform, startsWithShortDate, weightedSum } from './digits.js';
import { passesMod1110 } from './iso7064.js';
import { passesLuhn } from './luhn.js';
import { passesWeights } from './weights.js';

const shortDate = (digits: string, year: number, month: number, day: number, months = 0): boolean =>
  isShortDate(
    Number(digits.slice(year, year + 2)),
    Number(digits.slice(month, month + 2)) - months,
    Number(digits.slice(day, day + 2)),
  );

/** Russian INN of 10 digits (organisations) or 12 (people): one or two check digits modulo 11 (Federal Tax Service). */
export function isInn(text: string): boolean {
  const digits = digitsOf(text);
  const weights = [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8];
  const holds = (place: number): boolean => {
    const sum = weightedSum(digits.slice(0, place), weights.slice(11 - place));
    return ((sum % 11) % 10).toString() === digits.charAt(place);
  };
  if (isUniform(digits)) return false;
  if (digits.length === 10) return holds(9);
  return digits.length === 12 && holds(10) && holds(11);
}

/** Russian SNILS of 11 digits: weights 9 to 1 modulo 101, of which 100 counts as 0 (Social Fund). */
export function isSnils(text: string): boolean {
  const digits = digitsOf(text);
  const rest = (weightedSum(digits, [9, 8, 7, 6, 5, 4, 3, 2, 1]) % 101) % 100;
  return digits.length === 11 && !isUniform(digits.slice(0, 9)) && rest === Number(digits.slice(9));
}

/** Ukrainian RNOKPP of 10 digits: weighted sum modulo 11, of which 10 counts as 0 (State Tax Service). */
export function isRnokpp(text: string): boolean {
  const digits = digitsOf(text);
  const sum = weightedSum(digits, [-1, 5, 7, 9, 4, 6, 10, 5, 7]);
  return (
    digits.length === 10 &&
    !isUniform(digits) &&
    ((((sum % 11) + 11) % 11) % 10).toString() === digits.charAt(9)
  );
}

/** Bulgarian EGN: birth date with 20 or 40 on the month for other centuries, weights modulo 11 (GRAO). */
export function isEgn(text: string): boolean {
  const digits = digitsOf(text);
  const months = Math.floor(Number(digits.slice(2, 4)) / 20) * 20;
  const check = { length: 10, weights: [2, 4, 8, 5, 10, 9, 7, 3, 6], modulus: 11 };
  return months <= 40 && shortDate(digits, 0, 2, 4, months) && passesWeights(digits, check);
}

/** Hungarian TAJ of 9 digits: weights 3 and 7 in turn modulo 10 (1996. évi XX. törvény). */
export const isTaj = (text: string): boolean =>
  passesWeights(text, { length: 9, weights: [3, 7, 3, 7, 3, 7, 3, 7], modulus: 10 });

/** Hungarian tax identification of 10 digits that begins with 8: weights 1 to 9 modulo 11. */
export const isHungarianTaxId = (text: string): boolean =>
  text.startsWith('8') &&
  passesWeights(text, { length: 10, weights: [1, 2, 3, 4, 5, 6, 7, 8, 9], modulus: 11 });

/** Hungarian personal number of 11 digits: sex and century, birth date, weights 1 to 10, from 1997 on 10 to 1, modulo 11. */
export function isHungarianPersonalId(text: string): boolean {
  const digits = digitsOf(text);
  const up = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
  if (!/^[1-8]/.test(digits) || !shortDate(digits, 1, 3, 5)) return false;
  return [up, up.toReversed()].some((weights) => passesWeights(digits, { length: 11, weights, modulus: 11 }));
}

/** JMBG, EMŠO, EMBG of 13 digits in the states of former Yugoslavia: birth date, weights 7 to 2 twice modulo 11. */
export function isJmbg(text: string): boolean {
  const digits = digitsOf(text);
  const date = isShortDate(
    Number(digits.slice(5, 7)),
    Number(digits.slice(2, 4)),
    Number(digits.slice(0, 2)),
  );
  const weights = [7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2];
  const century = /^\d{4}[09]/.test(digits);
  return date && century && passesWeights(digits, { length: 13, weights, modulus: 11, complement: true });
}

/** Croatian OIB of 11 digits: ISO/IEC 7064 MOD 11,10. */
export function isOib(text: string): boolean {
  const digits = digitsOf(text);
  return digits.length === 11 && !isUniform(digits) && passesMod1110(digits);
}

/** Greek AMKA of 11 digits: birth date as day, month, year; Luhn (IDIKA). */
export function isAmka(text: string): boolean {
  const digits = digitsOf(text);
  return digits.length === 11 && shortDate(digits, 4, 2, 0) && passesLuhn(digits);
}

/** Greek AFM of 9 digits: powers of two modulo 11, of which 10 counts as 0 (AADE). */
export const isAfm = (text: string): boolean =>
  passesWeights(text, { length: 9, weights: [256, 128, 64, 32, 16, 8, 4, 2], modulus: 11 });

/**
 * Personal code of Lithuania and Estonia of 11 digits: sex and century, birth date, weights modulo 11, and others where
 * that is 10.
 */
export function isBalticCode(text: string): boolean {
  const digits = digitsOf(text);
  if (digits.length !== 11 || !/^[1-8]/.test(digits) || !startsWithShortDate(digits.slice(1))) return false;
  const first = weightedSum(digits, [1, 2, 3, 4, 5, 6, 7, 8, 9, 1]) % 11;
  const second = weightedSum(digits, [3, 4, 5, 6, 7, 8, 9, 1, 2, 3]) % 11;
  return (first < 10 ? first : second % 10) === Number(digits.charAt(10));
}

/** Latvian personal code of 11 digits: birth date, or 32 and no date since 2017; weights modulo 11 for the dated ones. */
export function isLatvianCode(text: string): boolean {
  const digits = digitsOf(text);
  if (digits.length !== 11) return false;
  if (/^3[2-9]/.test(digits)) return true;
  const sum = weightedSum(digits, [1, 6, 3, 7, 9, 10, 5, 8, 4, 2]);
  return shortDate(digits, 4, 2, 0) && ((1101 - sum) % 11) % 10 === Number(digits.charAt(10));
}

/** Kazakh IIN of 12 digits: birth date, century and sex 1 to 6; weights modulo 11, and others where that is 10. */
export function isIin(text: string): boolean {
  const digits = digitsOf(text);
  if (digits.length !== 12 || !startsWithShortDate(digits) || !/^\d{6}[1-6]/.test(digits)) return false;
  const first = weightedSum(digits, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]) % 11;
  const second = weightedSum(digits, [3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2]) % 11;
  return (first < 10 ? first : second) === Number(digits.charAt(11));
}

/** Uzbek PINFL of 14 digits: sex and century, birth date as day, month, year; weights 7, 3, 1 modulo 10. */
export function isPinfl(text: string): boolean {
  const digits = digitsOf(text);
  const weights = [7, 3, 1, 7, 3, 1, 7, 3, 1, 7, 3, 1, 7];
  return (
    /^[1-6]/.test(digits) &&
    shortDate(digits, 5, 3, 1) &&
    passesWeights(digits, { length: 14, weights, modulus: 10 })
  );
}

/** Icelandic kennitala of 10 digits: birth date, 40 more on the day for companies; weights modulo 11 at the ninth place. */
export function isKennitala(text: string): boolean {
  const digits = digitsOf(text);
  const day = Number(digits.slice(0, 2)) % 40;
  const date = isShortDate(Number(digits.slice(4, 6)), Number(digits.slice(2, 4)), day);
  const rest = weightedSum(digits, [3, 2, 7, 6, 5, 4, 3, 2]) % 11;
  return (
    digits.length === 10 && date && /[089]$/.test(digits) && (11 - rest) % 11 === Number(digits.charAt(8))
  );
}

/** Austrian social insurance number of 10 digits: serial, check digit at the fourth place modulo 11, birth date. */
export function isAustrianInsurance(text: string): boolean {
  const digits = digitsOf(text);
  const rest = weightedSum(digits, [3, 7, 9, 0, 5, 8, 4, 2, 1, 6]) % 11;
  const month = Number(digits.slice(6, 8));
  const date = isShortDate(Number(digits.slice(8, 10)), month > 12 ? 1 : month, Number(digits.slice(4, 6)));
  return (
    digits.length === 10 &&
    !digits.startsWith('0') &&
    month <= 15 &&
    date &&
    rest === Number(digits.charAt(3))
  );
}
