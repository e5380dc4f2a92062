import type { Rule } from '../rule.js';
import { whole } from './id-number.js';

/** What stands for a dot of a host: the sign, with blanks around it or not, or the word in brackets. */
const DOT = String.raw`(?: ?\. ?| ?[\[({<] ?(?:dot|punkt|punto|ponto|point|точка|点|\.) ?[\])}>] ?)`;
const NAME = '[A-Za-z0-9][A-Za-z0-9-]{0,23}';
const LOCAL = `(?<![A-Za-z0-9_+%-])[A-Za-z0-9][A-Za-z0-9_+%-]{0,30}(?:${DOT}[A-Za-z0-9][A-Za-z0-9_+-]{0,23}){0,2}`;
const HOST = `${NAME}(?:${DOT}${NAME}){0,2}${DOT}[A-Za-z]{2,12}(?!_{0,2}[A-Za-z0-9])`;

/** Mail addresses as people write them to keep programs from reading them. */
export const MAIL_DISGUISE_RULES: readonly Rule[] = [
  {
    label: 'EMAIL',
    trigger: { chars: '[({<' },
    pattern: new RegExp(
      String.raw`${LOCAL} ?[\[({<] ?(?:at|@|ät|arroba|chez|собака) ?[\])}>] ?${HOST}`,
      'gi',
    ),
    confidence: 0.9,
    examples: {
      match: [
        'jane [at] example [dot] com',
        'jane.doe(at)example.com',
        'jane {at} mail (dot) example (dot) co.uk',
        'jane<at>example<dot>com',
        'jane[@]example.com',
        'jane [dot] doe [at] example [dot] com',
      ],
      noMatch: ['look [at] this', 'meet (at) noon.', 'array[at] = x', 'jane [at] localhost'],
    },
  },
  {
    label: 'EMAIL',
    trigger: { chars: '@' },
    // With blanks around the sign only what has a dot or a digit in front of it: a name and a place have none.
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
