import { passesLuhn } from '../../checks/luhn.js';
import type { Rule } from '../../matcher/rule.js';
import { idNumber } from '../dlp/id-number.js';

/** Checks a Saudi national or residence id of 10 digits: 1 or 2 in front, Luhn. */
export const isSaudiId = (text: string): boolean => /^[12]\d{9}$/.test(text) && passesLuhn(text);

/** Identifiers of Saudi Arabia. */
export const SAUDI_ARABIA_RULES: readonly Rule[] = [
  idNumber({
    label: 'SA_ID',
    digits: 10,
    form: /[12]\d{9}/g,
    check: isSaudiId,
    words: [
      'iqama',
      'iqama number',
      'iqama no',
      'saudi id',
      'الهوية الوطنية',
      'رقم الهوية',
      'الهوية',
      'هوية',
      'رقم الإقامة',
      'إقامة',
      'اقامة',
      'السجل المدني',
    ],
    examples: {
      match: ['iqama 1123303149', 'iqama number 2824398255'],
      noMatch: ['1123303149', 'iqama 1967518461', 'iqama 123'],
    },
  }),
];
