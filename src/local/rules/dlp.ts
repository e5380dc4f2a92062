import { cardNumberLength } from './card-numbers.js';
import type { Rule } from './rule.js';

/** Personal and payment data. */
export const DLP_RULES: readonly Rule[] = [
  {
    label: 'CREDIT_CARD',
    trigger: { digits: 13 },
    pattern: /(?<!\d|\d\.)[2-6](?:[ \u00a0-]?\d){12,18}(?!\d)/g,
    accept: cardNumberLength,
    confidence: 0.95,
    examples: {
      match: [
        'Card 4111111111111111, thanks',
        '4111 1111 1111 1111',
        '5555-5555-5555-4444',
        'amex 3782 822463 10005 expires 12/29',
        '4111 1111 1111 1111 123',
        'order 12 4111111111111111',
        'card no.4111111111111111',
        '4111\u00a01111\u00a01111\u00a01111',
      ],
      noMatch: [
        '4111111111111112',
        '1234567890123452',
        '0.4111111111111111',
        '41111111111111111111',
        '12345',
      ],
    },
  },
  {
    label: 'US_SSN',
    trigger: { digits: 9 },
    pattern: /(?<!\d|\d-)(?!000|666|9)\d{3}([ -])(?!00)\d{2}\1(?!0000)\d{4}(?!-?\d)/g,
    confidence: 0.85,
    examples: {
      match: ['SSN 123-45-6789.', 'ssn: 123 45 6789'],
      noMatch: [
        '000-12-3456',
        '666-12-3456',
        '900-12-3456',
        '123-00-4567',
        '123-45-0000',
        '1123-45-6789',
        '123-45-67890',
      ],
    },
  },
  {
    label: 'EMAIL',
    trigger: { chars: '@' },
    // The look-behind keeps a long word from being tried again at each of its characters.
    pattern:
      /(?<![\p{L}\p{N}_.%+'-])[\p{L}\p{N}_.%+'-]{1,64}@(?:[\p{L}\p{N}-]{1,63}\.){1,8}\p{L}{2,24}(?![\p{L}\p{N}_])/gu,
    confidence: 0.9,
    examples: {
      match: ['write to jane.doe+x@mail.example.com.', 'a@b.io', 'jörg.müller@bücher.example', "o'neil@b.io"],
      noMatch: ['@handle', 'jane@localhost', 'a @ b.com', 'npm i pkg@1.2.3'],
    },
  },
];
