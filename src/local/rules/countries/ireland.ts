import { compact, weightedSum } from '../../checks/digits.js';
import type { Rule } from '../../matcher/rule.js';
import { idNumber } from '../dlp/id-number.js';

/** Checks an Irish PPS number: weights 8 to 2 and 9 for a second letter, modulo 23, as a letter from A = 1, W = 0. */
export function isPps(text: string): boolean {
  const id = compact(text);
  const second = id.length === 9 && id.at(-1) !== 'W' ? id.charCodeAt(8) - 64 : 0;
  const rest = (weightedSum(id, [8, 7, 6, 5, 4, 3, 2]) + second * 9) % 23;
  return id.charAt(7) === (rest === 0 ? 'W' : String.fromCharCode(64 + rest));
}

/** Identifiers of Ireland. */
export const IRELAND_RULES: readonly Rule[] = [
  idNumber({
    label: 'IE_PPS',
    digits: 7,
    form: /\d{7}[A-W][A-IW]?/gi,
    check: isPps,
    words: ['pps', 'ppsn', 'pps number', 'pps no', 'personal public service'],
    examples: { match: ['PPS number 1234567T', 'PPSN: 1234567FA'], noMatch: ['1234567T', 'PPSN 1234567A'] },
  }),
];
