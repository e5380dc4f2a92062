import { digitsOf } from '../../checks/digits.js';
import type { Rule } from '../../matcher/rule.js';
import { idNumber } from '../dlp/id-number.js';

/**
 * Checks a Sri Lankan identity card: year, day of the year (500 more for women), serial; 9 digits and a letter, or 12
 * digits.
 */
function isSriLankanId(text: string): boolean {
  const digits = digitsOf(text);
  const day = Number(digits.length === 12 ? digits.slice(4, 7) : digits.slice(2, 5)) % 500;
  return day >= 1 && day <= 366 && (digits.length === 9 || /^(?:19|20)\d{10}$/.test(digits));
}

/** Identifiers of Sri Lanka. */
export const SRI_LANKA_RULES: readonly Rule[] = [
  idNumber({
    label: 'LK_NIC',
    digits: 9,
    form: /\d{9}[VX]/gi,
    check: isSriLankanId,
    alone: 0.7,
    words: ['nic', 'nic number', 'nic no', 'හැඳුනුම්පත'],
    examples: { match: ['nic 701232058V', 'nic number 567457660X'], noMatch: ['nic 123'] },
  }),
  idNumber({
    label: 'LK_NIC',
    digits: 12,
    form: /(?:19|20)\d{10}/g,
    check: isSriLankanId,
    words: ['nic', 'nic number', 'nic no', 'හැඳුනුම්පත', 'sri lankan id'],
    examples: { match: ['nic 196012378613'], noMatch: ['196012378613', 'nic 123'] },
  }),
];
