import { digitsOf, isShortDate } from '../../checks/digits.js';
import type { Rule } from '../../matcher/rule.js';
import { idNumber } from '../dlp/id-number.js';

/** Checks an Indonesian NIK of 16 digits: province 11 to 97, district, birth date with 40 more on the day for women. */
function isNik(text: string): boolean {
  const digits = digitsOf(text);
  const province = Number(digits.slice(0, 2));
  const day = Number(digits.slice(6, 8)) % 40;
  const date = isShortDate(Number(digits.slice(10, 12)), Number(digits.slice(8, 10)), day);
  return digits.length === 16 && province >= 11 && province <= 97 && date;
}

/** Identifiers of Indonesia. */
export const INDONESIA_RULES: readonly Rule[] = [
  idNumber({
    label: 'ID_NIK',
    digits: 16,
    form: /\d{16}|\d{4}[ .-]\d{4}[ .-]\d{4}[ .-]\d{4}/g,
    check: isNik,
    words: ['nik', 'ktp', 'no ktp', 'nomor ktp', 'e-ktp', 'nomor induk kependudukan', 'indonesian id'],
    examples: {
      match: ['nik 3174682110795269', 'ktp 3578920609589803'],
      noMatch: ['3174682110795269', 'nik 123'],
    },
  }),
  idNumber({
    label: 'ID_NPWP',
    digits: 15,
    form: /\d{2}\.\d{3}\.\d{3}\.\d-\d{3}\.\d{3}/g,
    alone: 0.85,
    words: ['npwp', 'nomor pokok wajib pajak'],
    examples: { match: ['npwp 56.600.828.7-422.014'], noMatch: ['npwp 123'] },
  }),
];
