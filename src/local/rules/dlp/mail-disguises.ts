import type { Rule } from '../../matcher/rule.js';
import { whole } from './id-number.js';

const DOT = String.raw` ?\. ?`;
const NAME = '[A-Za-z0-9][A-Za-z0-9-]{0,23}';
const HOST = `${NAME}(?:${DOT}${NAME}){0,2}${DOT}[A-Za-z]{2,12}(?!_{0,2}[A-Za-z0-9])`;

/** Rules for mail addresses with blanks around their signs. */
export const MAIL_DISGUISE_RULES: readonly Rule[] = [
  {
    label: 'EMAIL',
    trigger: { chars: '@' },
    // With blanks around the sign, the part before it must have a dot or a digit. A name and a place have neither.
    pattern: new RegExp(`(?<![A-Za-z0-9_+%.-])[A-Za-z0-9][A-Za-z0-9_+%.-]{0,50}(?: @ ?| ?@ )${HOST}`, 'gi'),
    accept: whole((match) => /^[^@]{0,50}[\d._]/.test(match) || / [.] /.test(match)),
    confidence: 0.8,
    examples: {
      match: [
        'jane.doe @ example . com',
        'jane.doe @example.com',
        'jane @ example . com',
        'jane99 @ example.com',
      ],
      noMatch: ['dinner @ example.com', 'foo @ bar', 'jane.doe @ home'],
    },
  },
];
