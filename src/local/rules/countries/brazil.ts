import { compact, digitsOf, isUniform, weightedSum } from '../../checks/digits.js';
import { passesWeights } from '../../checks/weights.js';
import type { Rule } from '../../matcher/rule.js';
import { idNumber } from '../dlp/id-number.js';

const CPF_WORDS = ['cpf', 'cadastro de pessoas físicas', 'contribuinte', 'documento'];

const CNPJ_WORDS = ['cnpj', 'cadastro nacional'];

/** Returns a check digit of the Brazilian registers: 11 minus the remainder, or 0 if that is 10 or 11. */
const brazilianCheck = (sum: number): number => (sum % 11 < 2 ? 0 : 11 - (sum % 11));

/** Checks a Brazilian CPF: two check digits modulo 11 (Receita Federal). Ignores separators. */
export function isCpf(text: string): boolean {
  const digits = digitsOf(text);
  if (digits.length !== 11 || isUniform(digits)) return false;
  return (
    brazilianCheck(weightedSum(digits, [10, 9, 8, 7, 6, 5, 4, 3, 2])) === Number(digits.charAt(9)) &&
    brazilianCheck(weightedSum(digits, [11, 10, 9, 8, 7, 6, 5, 4, 3, 2])) === Number(digits.charAt(10))
  );
}

/**
 * Checks a Brazilian CNPJ: two check digits modulo 11. Since July 2026 the first twelve places may hold letters, which
 * count as their ASCII code minus 48 (Receita Federal, IN RFB 2229/2024). Ignores separators.
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

/** Checks a Brazilian PIS, PASEP or NIS of 11 digits: weights modulo 11 (Caixa). */
export const isPis = (text: string): boolean =>
  passesWeights(text, { length: 11, weights: [3, 2, 9, 8, 7, 6, 5, 4, 3, 2], modulus: 11, complement: true });

/** Identifiers of Brazil. */
export const BRAZIL_RULES: readonly Rule[] = [
  idNumber({
    label: 'BR_CPF',
    digits: 11,
    form: /\d{3}\.\d{3}\.\d{3}-\d{2}/g,
    check: isCpf,
    alone: 0.95,
    words: CPF_WORDS,
    examples: { match: ['CPF 529.982.247-25'], noMatch: ['529.982.247-26', '111.111.111-11'] },
  }),
  idNumber({
    label: 'BR_CPF',
    digits: 11,
    form: /\d{11}|\d{9}-\d{2}|\d{3} \d{3} \d{3}[ -]\d{2}/g,
    check: isCpf,
    words: CPF_WORDS,
    examples: {
      match: ['cpf: 52998224725', 'CPF 529982247-25'],
      noMatch: ['52998224725', 'CPF 52998224726'],
    },
  }),
  idNumber({
    label: 'BR_CNPJ',
    digits: 2,
    form: /[A-Z0-9]{2}\.[A-Z0-9]{3}\.[A-Z0-9]{3}\/[A-Z0-9]{4}-\d{2}/g,
    check: isCnpj,
    alone: 0.97,
    words: CNPJ_WORDS,
    examples: {
      match: ['CNPJ 11.222.333/0001-81', '12.ABC.345/01DE-35'],
      noMatch: ['11.222.333/0001-82', '00.000.000/0000-00'],
    },
  }),
  idNumber({
    label: 'BR_CNPJ',
    digits: 14,
    form: /\d{14}|\d{8}\/\d{4}-\d{2}/g,
    check: isCnpj,
    words: CNPJ_WORDS,
    examples: { match: ['CNPJ: 11222333000181'], noMatch: ['11222333000181', 'CNPJ 11222333000182'] },
  }),
  idNumber({
    label: 'BR_PIS',
    digits: 11,
    form: /\d{3}\.\d{5}\.\d{2}-\d|\d{11}/g,
    check: isPis,
    words: ['pis', 'pasep', 'pis/pasep', 'nis', 'nit'],
    examples: {
      match: ['pis 189.45693.50-0', 'pasep 15406831503'],
      noMatch: ['189.45693.50-0', 'pis 120.92297.19-3', 'pis 123'],
    },
  }),
];
