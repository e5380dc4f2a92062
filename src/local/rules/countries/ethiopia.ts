import type { Rule } from '../../matcher/rule.js';
import { idNumber } from '../dlp/id-number.js';

/** Identifiers of Ethiopia. */
export const ETHIOPIA_RULES: readonly Rule[] = [
  idNumber({
    label: 'ET_FAYDA',
    digits: 12,
    form: /\d{4}[ -]?\d{4}[ -]?\d{4}(?:[ -]?\d{4})?/g,
    words: ['fayda', 'fayda number', 'fayda id', 'ፋይዳ', 'ethiopian id'],
    examples: {
      match: ['fayda 8400 4330 9113', 'fayda number 451066505747'],
      noMatch: ['8400 4330 9113', 'fayda 123'],
    },
  }),
];
