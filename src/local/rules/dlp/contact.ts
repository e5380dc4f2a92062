import { digitsOf } from '../../checks/digits.js';
import {
  announcedNumberLength,
  internationalNumberLength,
  isNorthAmericanNumber,
  nationalNumberLength,
} from '../../checks/phone.js';
import type { Rule } from '../../matcher/rule.js';
import { NO_PLACE, NO_RECORD, whole } from './id-number.js';
import { CALL_WORDS, PHONE_WORDS } from './phone-words.js';

/** File names with an `@` (`logo@2x.png`), and git remotes. They are not mailboxes. */
const NO_MAILBOX = /^git@|@\dx\.|\.(?:png|jpe?g|gif|svg|webp|js|mjs|ts|css)$/i;

/**
 * Digits that words may announce as a telephone number. They do not directly follow a word for a place in a text or for
 * a count.
 */
const ANNOUNCED_NUMBER = new RegExp(
  [
    String.raw`(?<![A-Za-z0-9]|[A-Za-z0-9]_{1,2}|[+$€£¥#]|\d[.,:/-]|[$€£¥] )`,
    NO_PLACE,
    '(?<!(?:of|with|sold|costs?|contains?|counts?|over|about|than|nearly|almost|roughly|approximately|exactly) )',
    String.raw`\(?\d(?:[ .()/\u00a0\u2009\u202f\u2010-\u2013-]{0,2}\d){5,14}(?!_{0,2}[\da-wyz]|%|[:-]\w|[.,]\d)`,
  ].join(''),
  'gi',
);

/** Rules for mail addresses and telephone numbers. */
export const CONTACT_RULES: readonly Rule[] = [
  {
    label: 'EMAIL',
    trigger: { chars: '@' },
    // The first look-behind prevents a long word from being tried at each of its characters. The second leaves out the
    // user or password of a URL. The local part ends at a script without blanks, because the words before it have no
    // blank after them.
    pattern:
      /(?<![A-Za-z0-9_+%\u00c0-\u0dff][.'-]{0,3})(?<!:\/\/(?:[^\s:@/]{1,40}:)?)[A-Za-z0-9_+%\u00c0-\u0dff][A-Za-z0-9_+%\u00c0-\u0dff.'-]{0,63}@(?:[A-Za-z0-9\u00c0-\u1fff\u3041-\ud7ff][A-Za-z0-9\u00c0-\u1fff\u3041-\ud7ff-]{0,39}\.){1,5}(?:xn--[A-Za-z0-9-]{2,20}|[A-Za-z]{2,24}|[\u00c0-\u1fff]{2,24}|[\u3041-\ud7ff]{2,4})(?!_{0,2}[A-Za-z0-9])/g,
    accept: whole((match) => !NO_MAILBOX.test(match)),
    confidence: 0.95,
    examples: {
      match: [
        'write to jane.doe+x@mail.example.com.',
        'a@b.io',
        'jörg.müller@bücher.example',
        "o'neil@b.io",
        "'jane@b.io'",
        '...jane@b.io',
        '-jane@b.io',
        '<mailto:jane_doe@sub.b-c.co.uk>',
        'почта иван@пример.рф',
        'jane@b.io_ signed',
        '_jane@b.io_',
        'x@b.xn--p1ai',
        '邮箱是jane@example.com谢谢',
        '?email=jane@example.com&x=1',
        'https://a.example?email=jane@example.com',
      ],
      noMatch: [
        '@handle',
        'jane@localhost',
        'a @ b.com',
        'npm i pkg@1.2.3',
        'git@github.com:org/repo',
        'logo@2x.png',
        'jane@b.io_backup',
        'https://user:abc@api.example.com/x',
        'postgres://app@db.example.com/main',
      ],
    },
  },
  {
    label: 'EMAIL',
    trigger: { chars: '@' },
    pattern:
      /(?<![A-Za-z0-9]|[A-Za-z0-9]_{1,2})"[A-Za-z0-9_.%+' \u00c0-\u0dff-]{1,40}"@(?:[A-Za-z0-9][A-Za-z0-9-]{0,39}\.){1,5}[A-Za-z]{2,24}(?!_{0,2}[A-Za-z0-9])/g,
    confidence: 0.95,
    examples: { match: ['"jane doe"@example.com'], noMatch: ['"jane doe" @example.com', '"jane"@localhost'] },
  },
  {
    label: 'EMAIL',
    trigger: { chars: '%' },
    // The form in addresses of pages and in logs.
    pattern:
      /(?<![A-Za-z0-9_.-])[A-Za-z0-9][A-Za-z0-9_.-]{0,40}(?:%2[Bb][A-Za-z0-9_.-]{1,32})?%(?:25)?40(?:[A-Za-z0-9][A-Za-z0-9-]{0,39}\.){1,4}[A-Za-z]{2,24}(?![A-Za-z0-9]|_[A-Za-z0-9])/g,
    accept: whole((match) => !NO_MAILBOX.test(match.replace(/%(?:25)?40/, '@'))),
    confidence: 0.9,
    examples: {
      match: ['/login?user=maria.lopez%40acme-corp.com&x=1', 'jane%2Bnews%40example.com', 'u=jane%2540b.io'],
      noMatch: ['%40babel%2Fcore', 'pkg%401.2.3', 'git%40github.com', '100%40', 'logo%402x.png'],
    },
  },
  {
    label: 'PHONE',
    trigger: { digits: 7 },
    pattern:
      /(?<![A-Za-z0-9]|[A-Za-z0-9]_{1,2}|[+])\+ ?\(?[1-9](?:[ .()/\u00a0\u2009\u202f\u2010-\u2013-]{0,3}\d){6,14}(?!_{0,2}[\dA-DF-WYZa-df-wyz]|[Ee][^Xx])/g,
    accept: internationalNumberLength,
    confidence: 0.9,
    examples: {
      match: [
        '+49 30 1234567',
        '+1 (415) 555-0132',
        '+44 (0)20 7946 0958',
        '+905321234567',
        'tel:+33-1-42-68-53-00',
        '+49 30 1234567 +49 30 7654321',
        '_+49 30 1234567_',
      ],
      noMatch: [
        'rng.next() + 2147483648',
        '+1 555 12',
        'a+12345678901',
        '+280 123 4567',
        '+1 415 555 01321',
        '2+1234567890123456',
      ],
    },
  },
  {
    label: 'PHONE',
    trigger: { digits: 9 },
    pattern:
      /(?<![A-Za-z0-9]|[A-Za-z0-9]_{1,2}|[+]|\d[ .,-])00[ -]?\(?[1-9](?:[ .()/\u00a0\u2010-\u2013-]{0,3}\d){6,14}(?!_{0,2}[\dA-DF-WYZa-df-wyz]|[Ee][^Xx])/g,
    accept: internationalNumberLength,
    context: { words: PHONE_WORDS, within: 40, confidence: 0.9 },
    confidence: 0.7,
    examples: {
      match: ['0049 30 123456', '001-415-555-0132x123', '00 33 1 42 68 53 00'],
      noMatch: ['00491234567', 'TL38 0080 0123 4567 8910 158', '0028 123 4567', '000 123 456'],
    },
  },
  {
    label: 'PHONE',
    trigger: { digits: 10 },
    pattern:
      /(?<![A-Za-z0-9]|[A-Za-z0-9]_{1,2}|[+]|\d[.-]|[A-Za-z]-)(?:1[ .-]?)?(?:\([2-9]\d{2}\)[ -]?|[2-9]\d{2}[./\u2010-\u2013-])\d{3}[ .\u2010-\u2013-]\d{4}(?!_{0,2}[\dA-DF-WYZa-df-wyz]|[Ee][^Xx]|-\w|\.\d)/g,
    accept: whole(isNorthAmericanNumber),
    context: { words: PHONE_WORDS, within: 40, confidence: 0.9 },
    confidence: 0.7,
    examples: {
      match: [
        '(415) 555-0132',
        '415-555-0132',
        '415.555.0132 x89',
        '1-800-555-0199',
        '(415)555-0132',
        '415/555-0132',
        '_415-555-0132_',
      ],
      noMatch: [
        '415-055-0132',
        '115-555-0132',
        '415-555-01321',
        '415-555-0132-A',
        'v1.415.555.0132',
        'id_415-555-0132',
        '415-555-0132_b',
        '415 555 0132',
      ],
    },
  },
  {
    label: 'PHONE',
    trigger: { digits: 10 },
    pattern:
      /(?<![A-Za-z0-9]|[A-Za-z0-9]_{1,2}|[+]|\d[ .,-])(?:1[ -])?[2-9]\d{2} \d{3}[ -]\d{4}(?!_{0,2}[\dA-DF-WYZa-df-wyz]|[Ee][^Xx]|[ -]\d|\.\d)/g,
    // Greece and Mexico also group digits like that, with exchanges from 100 on.
    accept: whole((match) => /^\d{3}[1-9]/.test(digitsOf(match).slice(-10))),
    context: { words: PHONE_WORDS, within: 40, confidence: 0.9 },
    confidence: 0.6,
    examples: {
      match: ['415 555 0132', '415 555-0132', '1 415 555 0132', '694 123 4567'],
      noMatch: ['51 824 753 5564', '415 055 0132', '415 555 0132 99', '415 555 01321'],
    },
  },
  {
    label: 'PHONE',
    trigger: { digits: 8 },
    pattern:
      /(?<![A-Za-z0-9]|[A-Za-z0-9]_{1,2}|[+(]|\d[ .,:/-]|[A-Za-z]-)(?:\(0?|0)[1-9](?:[ .()/\u00a0\u2010-\u2013-]{0,2}\d){6,11}(?!_{0,2}[\dA-DF-WYZa-df-wyz]|[Ee][^Xx]|[:-]\w|[.,]\d)/g,
    accept: nationalNumberLength,
    context: { words: PHONE_WORDS, within: 40, confidence: 0.85 },
    confidence: 0.6,
    examples: {
      match: [
        '020 7946 0958',
        '(03) 5327 5996',
        '01.42.68.53.00',
        '0171/1234567',
        '06-12345678',
        '(030) 123456',
        '09201234567',
        '0812-3456-7890',
        '081234567890',
      ],
      noMatch: [
        '01.02.2023 12',
        '0.123456789',
        '0123456789',
        '0306406152',
        '(2019) 2020-2021',
        '01 02 03 04 05 06 07 08',
        '0012345678',
      ],
    },
  },
  {
    label: 'PHONE',
    trigger: { digits: 10 },
    // India's mobile numbers in two halves, and Brazil's with the ninth digit.
    pattern:
      /(?<![A-Za-z0-9]|[A-Za-z0-9]_{1,2}|[+.]|\d[ -])(?:[6-9]\d{4}[ -]\d{5}|\(?[1-9]{2}\)? ?9\d{4}-\d{4})(?!_{0,2}[A-Za-z0-9]|[ .-]\d)/g,
    context: { words: PHONE_WORDS, within: 40, confidence: 0.85 },
    confidence: 0.6,
    examples: {
      match: ['98765 43210', '(11) 98765-4321', '11 98765-4321'],
      noMatch: ['58765 43210', '98765-4321', '94105-12345-1'],
    },
  },
  {
    label: 'PHONE',
    trigger: { digits: 10 },
    // Ten digits as 3-3-2-2, with or without a trunk 0 or 8: from Switzerland and Finland to Turkey and Russia.
    pattern:
      /(?<![A-Za-z0-9]|[A-Za-z0-9]_{1,2}|[+]|\d[ .,-])(?:[08][ -]?)?(?:\([2-9]\d{2}\) ?|[2-9]\d{2}[ .-])\d{3}(?:[ .-]\d{2}[ .-]|\d{2})\d{2}(?!_{0,2}[A-Za-z0-9]|[ .-]\d)/g,
    context: { words: PHONE_WORDS, within: 40, confidence: 0.85 },
    confidence: 0.6,
    examples: {
      match: ['532 123 45 67', '8 (495) 123-45-67', '0-532-123-45-67', '0 (532) 1234567'],
      noMatch: ['132 123 45 67', '532 123 45 67 89', '5321234567', '12 532 123 45 67'],
    },
  },
  {
    label: 'PHONE',
    trigger: { digits: 6 },
    pattern: ANNOUNCED_NUMBER,
    accept: announcedNumberLength,
    unless: NO_RECORD,
    context: { words: PHONE_WORDS, within: 40, confidence: 0.8 },
    confidence: 0,
    examples: {
      match: [
        'Phone: 467 3395',
        'Tel. 33 93 31',
        '电话：13812345678',
        'Cep no: 05321234567',
        'mobile 5550132 ext 12',
      ],
      noMatch: [
        '467 3395',
        'phone costs $123456',
        'phone 1234567.89',
        'phone book chapter, pages 123-456-789',
        'the phone sold 1234567 times',
        'phone order 12345678',
        'mobile release 7142576e',
        'phone log of 20240512',
      ],
    },
  },
  {
    label: 'PHONE',
    trigger: { digits: 6 },
    // These words have many other uses, so the number must follow at once or within a few words.
    pattern: new RegExp(`(?<!\\[)${ANNOUNCED_NUMBER.source}`, 'gi'),
    accept: announcedNumberLength,
    unless: NO_RECORD,
    context: { words: CALL_WORDS, within: 26, confidence: 0.8 },
    confidence: 0,
    examples: {
      match: ['call me on 9472 7916', 'reach me at 78 651 450', 'our contact is 5550132'],
      noMatch: [
        'call on 12.05.2024',
        'call me in 2019-2020',
        'call 12345',
        'call of duty costs 123456 coins',
        'we reached 1000000 users',
        'contact resistance 0.000123456',
        'ring buffer of 1048576 bytes',
        'call about order number 12345678',
        'Contact ID: 215805592',
        'call 7142576e: feat',
        'fix the call ([2405664](https://',
        'contact us regarding case #00123456',
      ],
    },
  },
];
