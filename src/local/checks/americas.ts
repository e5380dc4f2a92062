import { compact, digitsOf, isUniform, startsWithShortDate, weightedSum } from './digits.js';

/** A check digit of the Brazilian registers: 11 minus the remainder, and 0 where that is 10 or 11. */
const brazilianCheck = (sum: number): number => (sum % 11 < 2 ? 0 : 11 - (sum % 11));

/** Brazilian CPF: two check digits modulo 11 (Receita Federal). Ignores separators. */
export function isCpf(text: string): boolean {
  const digits = digitsOf(text);
  if (digits.length !== 11 || isUniform(digits)) return false;
  return (
    brazilianCheck(weightedSum(digits, [10, 9, 8, 7, 6, 5, 4, 3, 2])) === Number(digits.charAt(9)) &&
    brazilianCheck(weightedSum(digits, [11, 10, 9, 8, 7, 6, 5, 4, 3, 2])) === Number(digits.charAt(10))
  );
}

/**
 * Brazilian CNPJ: two check digits modulo 11. Since July 2026 the first twelve places may hold letters, which count as
 * their ASCII code minus 48 (Receita Federal, IN RFB 2229/2024). Ignores separators.
 */
export function isCnpj(text: string): boolean {
  const id = compact(text);
  if (id.length !== 14 || isUniform(id)) return false;
  const values = Array.from(id, (character) => character.charCodeAt(0) - 48);
  return [12, 13].every((place) => {
    let sum = 0;
    for (let index = 0; index < place; index += 1) {
      sum += (values[index] ?? 0) * (((place - 1 - index) % 8) + 2);
    }
    return brazilianCheck(sum) === values[place];
  });
}

/** Argentinian CUIT / CUIL: kind 20 to 34, check digit modulo 11 (AFIP). Ignores separators. */
export function isCuit(text: string): boolean {
  const digits = digitsOf(text);
  const kinds = ['20', '23', '24', '25', '26', '27', '30', '33', '34'];
  if (digits.length !== 11 || !kinds.includes(digits.slice(0, 2))) return false;
  const check = (11 - (weightedSum(digits, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11)) % 11;
  return check === Number(digits.charAt(10));
}

/** Chilean RUN / RUT: check digit modulo 11, K for 10. Ignores separators. */
export function isRut(text: string): boolean {
  const id = compact(text);
  let sum = 0;
  for (let index = 0; index < id.length - 1; index += 1) {
    sum += Number(id.charAt(id.length - 2 - index)) * ((index % 6) + 2);
  }
  const check = (11 - (sum % 11)) % 11;
  return check === (id.at(-1) === 'K' ? 10 : Number(id.at(-1)));
}

/** The order of characters that gives them their value in a CURP; the check digit counts their places from the left. */
const CURP_ALPHABET = '0123456789ABCDEFGHIJKLMN_OPQRSTUVWXYZ';

/** Mexican CURP: birth date, and check digit modulo 10 over weights 18 to 2 (RENAPO). Takes the 18 characters. */
export function isCurp(text: string): boolean {
  const id = compact(text);
  if (id.length !== 18 || !startsWithShortDate(id.slice(4))) return false;
  let sum = 0;
  for (let index = 0; index < 17; index += 1) sum += CURP_ALPHABET.indexOf(id.charAt(index)) * (18 - index);
  return (10 - (sum % 10)) % 10 === Number(id.charAt(17));
}
