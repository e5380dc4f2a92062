import { digitsOf } from '../../checks/digits.js';
import { shortDate } from '../../checks/short-date.js';
import { passesWeights } from '../../checks/weights.js';
import type { Rule } from '../../matcher/rule.js';
import { idNumber } from '../dlp/id-number.js';

/** Checks a Hungarian TAJ of 9 digits: weights 3 and 7 in turn modulo 10 (1996. évi XX. törvény). */
export const isTaj = (text: string): boolean =>
  passesWeights(text, { length: 9, weights: [3, 7, 3, 7, 3, 7, 3, 7], modulus: 10 });

/** Checks a Hungarian tax number of 10 digits that begins with 8: weights 1 to 9 modulo 11. */
export const isHungarianTaxId = (text: string): boolean =>
  text.startsWith('8') &&
  passesWeights(text, { length: 10, weights: [1, 2, 3, 4, 5, 6, 7, 8, 9], modulus: 11 });

/**
 * Checks a Hungarian personal number of 11 digits: sex and century, birth date, weights 1 to 10, from 1997 on 10 to 1,
 * modulo 11.
 */
export function isHungarianPersonalId(text: string): boolean {
  const digits = digitsOf(text);
  const up = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
  if (!/^[1-8]/.test(digits) || !shortDate(digits, 1, 3, 5)) return false;
  return [up, up.toReversed()].some((weights) => passesWeights(digits, { length: 11, weights, modulus: 11 }));
}

/** Identifiers of Hungary. */
export const HUNGARY_RULES: readonly Rule[] = [
  idNumber({
    label: 'HU_TAJ',
    digits: 9,
    form: /\d{3}[ -]\d{3}[ -]\d{3}|\d{9}/g,
    check: isTaj,
    words: ['taj', 'taj szám', 'taj-szám', 'társadalombiztosítási'],
    examples: {
      match: ['taj 636 706 053', 'taj szám 290699032', 'taj-szám 397-230-350'],
      noMatch: ['636 706 053', 'taj 750 293 798', 'taj 123'],
    },
  }),
  idNumber({
    label: 'HU_TAX_ID',
    digits: 10,
    form: /8\d{9}/g,
    check: isHungarianTaxId,
    words: ['adóazonosító', 'adóazonosító jel', 'adóazonosító jele', 'adóazonosító jelem', 'adójel'],
    examples: {
      match: ['adóazonosító 8778490316'],
      noMatch: ['8778490316', 'adóazonosító 8857975963', 'adóazonosító 123'],
    },
  }),
  idNumber({
    label: 'HU_PERSONAL_ID',
    digits: 11,
    form: /[1-8][ -]?\d{6}[ -]?\d{4}/g,
    check: isHungarianPersonalId,
    words: ['személyi szám', 'személyi azonosító', 'személyi száma', 'személyi számom'],
    examples: {
      match: ['személyi szám 1-680808-4815', 'személyi azonosító 25402100194'],
      noMatch: ['1-680808-4815', 'személyi szám 1-640625-7872', 'személyi szám 123'],
    },
  }),
];
