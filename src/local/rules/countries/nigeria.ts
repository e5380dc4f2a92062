import type { Rule } from '../../matcher/rule.js';
import { idNumber } from '../dlp/id-number.js';

/** Identifiers of Nigeria. */
export const NIGERIA_RULES: readonly Rule[] = [
  idNumber({
    label: 'NG_NIN',
    digits: 11,
    form: /\d{11}|\d{4}[ -]\d{4}[ -]\d{3}/g,
    words: ['nin', 'nin number', 'national identification number', 'national identity number'],
    examples: { match: ['nin 81237883331', 'nin number 4443 4030 614'], noMatch: ['81237883331', 'nin 123'] },
  }),
  idNumber({
    label: 'NG_BVN',
    digits: 11,
    form: /2\d{10}/g,
    words: ['bvn', 'bvn number', 'bank verification number', 'bank verification'],
    examples: { match: ['bvn 22639980419'], noMatch: ['22639980419', 'bvn 123'] },
  }),
];
