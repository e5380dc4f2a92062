import { hasDate, hasSequence } from '../../checks/phone.js';
import type { Rule } from '../../matcher/rule.js';
import { NO_PLACE, NO_RECORD, whole } from './id-number.js';
import { PHONE_WORDS } from './phone-words.js';

/**
 * Look-behind and look-ahead: the number is not part of a longer word, number or sum. `-` and `.` may join digits that
 * belong together.
 */
const BEFORE = String.raw`(?<![A-Za-z0-9]|[A-Za-z0-9]_{1,2}|[+$€£¥#]|\d[ .,:/-]|[A-Za-z]-|[$€£¥] )`;
const AFTER = String.raw`(?!_{0,2}[A-Za-z0-9]|[ .:/-]\d|,\d{3}|%)`;

/** Letters, without a property that would need flag u. The expressions run at every number, so they must be fast. */
const LETTER = 'A-Za-z\\u00c0-\\u024f\\u0370-\\u1fff\\u3041-\\ud7ff';

/**
 * The number stands alone between the marks of a list, a table or a sentence. A word next to it would say what is
 * counted.
 */
const ALONE: NonNullable<Rule['unless']> = {
  before: new RegExp(`[${LETTER}0-9.%=+*/]["']? {1,3}$`),
  within: 5,
};
const ALONE_AFTER = `(?! {0,2}[${LETTER}0-9%€$£¥₽₹=+*/])`;

const form = (source: string): RegExp => new RegExp(`${BEFORE}${NO_PLACE}(?:${source})${AFTER}`, 'g');
const formAlone = (source: string): RegExp => new RegExp(`${BEFORE}(?:${source})${AFTER}${ALONE_AFTER}`, 'g');

const context = { words: PHONE_WORDS, within: 40, confidence: 0.85 };
const isNumber = whole((match) => !hasDate(match) && !hasSequence(match));

/**
 * Rules for numbers inside large countries without a trunk prefix, by the formats of their numbering plans (ITU-T E.129
 * and the national regulators'). A format that other numbers share counts only if the number stands alone.
 */
export const PHONE_FORMAT_RULES: readonly Rule[] = [
  {
    label: 'PHONE',
    trigger: { digits: 9 },
    pattern: form(
      [
        String.raw`1[3-9]\d[ -]\d{4}[ -]\d{4}`, // China, mobile
        String.raw`[1-9]{2}[ -]9\d{4}[ -]\d{4}`, // Brazil, mobile
        String.raw`(?:33|55|56|81) \d{4} \d{4}`, // Mexico
        String.raw`[1-9]\d[ -][2-9]\d{3}-\d{4}`, // Brazil, Argentina
        String.raw`[6-9]\d{2}[ .-]\d{2}[ .-]\d{2}[ .-]\d{2}`, // Spain
        String.raw`8[ -]?\(\d{3}\)[ -]?\d{3}[ -]?\d{4}`, // Kazakhstan, Russia
        String.raw`0\d{2,4}[ -]15[ -]\d{3,4}[ -]\d{4}`, // Argentina, mobile
        String.raw`\([1-9]\)[ -]?[2-9]\d{3}[ -]\d{4}`, // Chile, Peru
        String.raw`[4-9]\d{2}-\d{3}-\d{3}`, // Poland, Spain, Czechia
      ].join('|'),
    ),
    accept: isNumber,
    unless: NO_RECORD,
    context,
    confidence: 0.6,
    examples: {
      match: [
        '138 1234 5678',
        '186-1234-5678',
        '11 91234 5678',
        '55 1234 5678',
        '11 4321-5678',
        '612 34 00 88',
        '8 (771) 000 5516',
        '011 15-2345-7152',
        '(2) 2123 2044',
        '512-345-678',
      ],
      noMatch: [
        '128 1234 5678',
        '11 81234 5678',
        '55 1234 5678 90',
        '11 2019-2020',
        '612 34 00 88 12',
        'ticket 512-345-678',
        'x-512-345-678',
        '1512-345-678',
      ],
    },
  },
  {
    label: 'PHONE',
    trigger: { digits: 8 },
    pattern: formAlone(
      [
        String.raw`[4-9]\d{2}[ .]\d{3}[ .]\d{3}`, // Poland, Spain, Portugal, Czechia
        String.raw`[35689]\d{3} \d{4}`, // Singapore, Hong Kong, Denmark, Norway
        String.raw`[49]\d{2} \d{2} \d{3}`, // Norway
        String.raw`3\d{2}[ /-]\d{7}|3\d{2}[ /-]\d{6}`, // Italy, Colombia, mobile
        String.raw`1(?:3\d|4[5-9]|5[0-35-9]|6[2567]|7[0-8]|8\d|9[0-35-9])\d{8}`, // China, mobile
        String.raw`09\d{8}|8[ -]?9\d{9}`, // Taiwan, Russia
      ].join('|'),
    ),
    accept: isNumber,
    unless: ALONE,
    context,
    confidence: 0.55,
    examples: {
      match: [
        'Jane Doe, 512 345 678, Main St',
        '9123 4567',
        '| 412 34 567 |',
        '321 1233279',
        '李雷，13812345678，上海',
      ],
      noMatch: [
        '512 345 678 EUR',
        'sold 512 345 678',
        '512 345 678 900',
        '4111 1111',
        'x = 321 1233279',
        '3786947475',
        '12812345678',
        'trace 13812345678 stored',
        '8888 8888',
      ],
    },
  },
];
