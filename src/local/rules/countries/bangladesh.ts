import type { Rule } from '../../matcher/rule.js';
import { idNumber } from '../dlp/id-number.js';

/** Identifiers of Bangladesh. */
export const BANGLADESH_RULES: readonly Rule[] = [
  idNumber({
    label: 'BD_NID',
    digits: 10,
    form: /\d{10}|\d{13}|(?:19|20)\d{15}/g,
    words: ['nid', 'nid number', 'nid no', 'জাতীয় পরিচয়পত্র', 'এনআইডি', 'bangladesh national id', 'voter id'],
    examples: {
      match: ['nid 1097588704', 'nid number 19562712769442334'],
      noMatch: ['1097588704', 'nid 123'],
    },
  }),
];
