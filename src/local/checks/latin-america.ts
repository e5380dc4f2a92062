import { compact, digitsOf, isUniform, weightedSum } from './digits.js';
import { passesLuhn } from './luhn.js';
import { passesWeights } from './weights.js';

/** Peruvian RUC of 11 digits: kind of taxpayer, weights modulo 11 (SUNAT). */
export function isRuc(text: string): boolean {
  const check = { length: 11, weights: [5, 4, 3, 2, 7, 6, 5, 4, 3, 2], modulus: 11, complement: true };
  return /^(?:1[0567]|20)/.test(text) && passesWeights(text, check);
}

/** Ecuadorian identity number of 10 digits: province 01 to 24 or 30, third digit below 6, weights 2 and 1 modulo 10. */
export function isEcuadorianId(text: string): boolean {
  const digits = digitsOf(text);
  return digits.length === 10 && /^(?:0[1-9]|1\d|2[0-4]|30)[0-5]/.test(digits) && passesLuhn(digits);
}

/** Colombian NIT of 9 digits and a check digit: primes as weights modulo 11 (DIAN). */
export function isNit(text: string): boolean {
  const digits = digitsOf(text);
  const rest = weightedSum(digits.slice(0, 9), [41, 37, 29, 23, 19, 17, 13, 7, 3]) % 11;
  return (
    digits.length === 10 && !isUniform(digits) && (rest < 2 ? rest : 11 - rest) === Number(digits.charAt(9))
  );
}

/** Venezuelan RIF: letter of the kind, 8 digits, weights modulo 11 (SENIAT). */
export function isRif(text: string): boolean {
  const id = compact(text);
  const kind = 'VEJPG'.indexOf(id.charAt(0)) + 1;
  const sum = kind * 4 + weightedSum(id.slice(1, 9), [3, 2, 7, 6, 5, 4, 3, 2]);
  const check = 11 - (sum % 11);
  return id.length === 10 && kind > 0 && (check > 9 ? 0 : check) === Number(id.charAt(9));
}

/** Uruguayan identity card of 7 or 8 digits: weights modulo 10 (DNIC). */
export const isUruguayanId = (text: string): boolean =>
  passesWeights(digitsOf(text).padStart(8, '0'), {
    length: 8,
    weights: [2, 9, 8, 7, 6, 3, 4],
    modulus: 10,
    complement: true,
  });

/** Dominican identity card of 11 digits: Luhn (JCE). */
export function isDominicanId(text: string): boolean {
  const digits = digitsOf(text);
  return digits.length === 11 && !isUniform(digits) && passesLuhn(digits);
}

/** Brazilian PIS, PASEP or NIS of 11 digits: weights modulo 11 (Caixa). */
export const isPis = (text: string): boolean =>
  passesWeights(text, { length: 11, weights: [3, 2, 9, 8, 7, 6, 5, 4, 3, 2], modulus: 11, complement: true });

/** Mexican social security number of 11 digits: Luhn (IMSS). */
export function isNss(text: string): boolean {
  const digits = digitsOf(text);
  return digits.length === 11 && !isUniform(digits) && passesLuhn(digits);
}
