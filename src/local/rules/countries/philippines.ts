import type { Rule } from '../../matcher/rule.js';
import { idNumber } from '../dlp/id-number.js';

/** Identifiers of the Philippines. */
export const PHILIPPINES_RULES: readonly Rule[] = [
  idNumber({
    label: 'PH_TIN',
    digits: 9,
    form: /\d{3}[ -]\d{3}[ -]\d{3}(?:[ -]\d{3,5})?/g,
    words: ['tin', 'tin number', 'tin no', 'bir', 'tax identification number'],
    examples: {
      match: ['tin 158-449-317-000', 'tin number 310-169-171'],
      noMatch: ['158-449-317-000', 'tin 123'],
    },
  }),
  idNumber({
    label: 'PH_SSS',
    digits: 10,
    form: /\d{2}-\d{7}-\d|\d{10}/g,
    words: ['sss', 'sss number', 'sss no', 'social security system'],
    examples: { match: ['sss 34-9017438-9', 'sss number 3442542848'], noMatch: ['34-9017438-9', 'sss 123'] },
  }),
  idNumber({
    label: 'PH_PHILSYS',
    digits: 12,
    form: /\d{4}-\d{4}-\d{4}(?:-\d{4})?|\d{12}|\d{16}/g,
    words: ['philsys', 'philid', 'philsys number', 'psn', 'pcn', 'philippine national id', 'philippine id'],
    examples: {
      match: ['philsys 6614-7358-5231-9863', 'philid 921254279314'],
      noMatch: ['6614-7358-5231-9863', 'philsys 123'],
    },
  }),
];
