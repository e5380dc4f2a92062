import { digitsOf, isUniform, weightedSum } from '../../checks/digits.js';
import type { Rule } from '../../matcher/rule.js';
import { idNumber } from '../dlp/id-number.js';

/**
 * Checks a Russian INN of 10 digits (organisations) or 12 (people): one or two check digits modulo 11 (Federal Tax
 * Service).
 */
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

/** Checks a Russian SNILS of 11 digits: weights 9 to 1 modulo 101, where 100 counts as 0 (Social Fund). */
export function isSnils(text: string): boolean {
  const digits = digitsOf(text);
  const rest = (weightedSum(digits, [9, 8, 7, 6, 5, 4, 3, 2, 1]) % 101) % 100;
  return digits.length === 11 && !isUniform(digits.slice(0, 9)) && rest === Number(digits.slice(9));
}

/** Identifiers of Russia. */
export const RUSSIA_RULES: readonly Rule[] = [
  idNumber({
    label: 'RU_INN',
    digits: 10,
    form: /\d{10}|\d{12}/g,
    check: isInn,
    words: ['инн', 'inn', 'номер налогоплательщика', 'идентификационный номер'],
    examples: {
      match: ['инн 9120646000', 'inn 415543481991'],
      noMatch: ['9120646000', 'инн 6096145085', 'инн 123'],
    },
  }),
  idNumber({
    label: 'RU_SNILS',
    digits: 11,
    form: /\d{3}-\d{3}-\d{3}[ -]\d{2}/g,
    check: isSnils,
    alone: 0.85,
    words: ['снилс', 'snils'],
    examples: { match: ['снилс 328-607-956 04'], noMatch: ['снилс 450-371-861 55', 'снилс 123'] },
  }),
  idNumber({
    label: 'RU_SNILS',
    digits: 11,
    form: /\d{11}|\d{3} \d{3} \d{3} \d{2}/g,
    check: isSnils,
    words: ['снилс', 'snils', 'страховой номер', 'номер страхового свидетельства'],
    examples: {
      match: ['снилс 10951459358', 'snils 427 222 444 54'],
      noMatch: ['10951459358', 'снилс 11830923736', 'снилс 123'],
    },
  }),
];
