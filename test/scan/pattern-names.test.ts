import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { patternLabel, patternName } from '../../src/scan/index.js';

describe('patternLabel', () => {
  it.each([
    ['Credit Card Number', 'CREDIT_CARD'],
    ['National Id - US Social Security Number - SSN', 'US_SSN'],
    [' tax id - us - tin ', 'US_TIN'],
    ['Bank - American Bankers Association Routing Number - ABA', 'US_BANK_ROUTING'],
    ['Passport - Österreich (neu)', 'PASSPORT_STERREICH_NEU'],
    ['', 'SENSITIVE_DATA'],
    ['***', 'SENSITIVE_DATA'],
    [null, 'SENSITIVE_DATA'],
    [undefined, 'SENSITIVE_DATA'],
  ])('of %j is %s', (pattern, label) => {
    expect(patternLabel(pattern)).toBe(label);
  });

  it('is short and plain whatever the name', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (pattern) => {
        expect(patternLabel(pattern)).toMatch(/^[A-Z0-9_]{1,100}$/);
      }),
    );
  });
});

describe('patternName', () => {
  it.each([
    'CREDIT_CARD',
    'US_SSN',
    'US_TIN',
    'US_BANK_ROUTING',
    'EMAIL',
    'PHONE',
    'IP_ADDRESS',
    'JWT',
    'OTHER_LABEL',
  ])('of %s leads back to it', (label) => {
    expect(patternLabel(patternName(label))).toBe(label);
  });
});
