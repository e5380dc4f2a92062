import { digitsOf } from '../../checks/digits.js';
import type { Rule } from '../../matcher/rule.js';
import { idNumber } from '../dlp/id-number.js';

/** Checks a Pakistani CNIC of 13 digits: province 1 to 7 in front. */
const isCnic = (text: string): boolean => /^[1-7]\d{12}$/.test(digitsOf(text));

/** Identifiers of Pakistan. */
export const PAKISTAN_RULES: readonly Rule[] = [
  idNumber({
    label: 'PK_CNIC',
    digits: 13,
    form: /[1-7]\d{4}-\d{7}-\d/g,
    check: isCnic,
    alone: 0.85,
    words: ['cnic', 'nicop', 'شناختی کارڈ'],
    examples: { match: ['cnic 35202-6163928-1', 'nicop 42101-5720852-4'], noMatch: ['cnic 123'] },
  }),
  idNumber({
    label: 'PK_CNIC',
    digits: 13,
    form: /[1-7]\d{12}/g,
    check: isCnic,
    words: ['cnic', 'nicop', 'شناختی کارڈ', 'قومی شناختی کارڈ', 'pakistani id'],
    examples: { match: ['cnic 3520218039946'], noMatch: ['3520218039946', 'cnic 123'] },
  }),
];
