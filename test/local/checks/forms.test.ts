import { isIPv6 } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isDayOfBirth } from '../../../src/local/checks/birth-date.js';
import { cardNumberLength, shortCardNumberLength } from '../../../src/local/checks/card.js';
import { hasDigitCluster, isDate } from '../../../src/local/checks/digits.js';
import { ibanLength } from '../../../src/local/checks/iban.js';
import { isIpv6 } from '../../../src/local/checks/ip.js';
import {
  announcedNumberLength,
  internationalNumberLength,
  isNorthAmericanNumber,
  nationalNumberLength,
} from '../../../src/local/checks/phone.js';
import { runs } from '../../support/extent.js';

describe('isIpv6', () => {
  const group = fc.stringMatching(/^[0-9a-fA-F]{0,5}$/);
  const tail = fc.constantFrom('', '1.2.3.4', '1.2.3', '256.1.1.1', ':', '::');
  const near = fc
    .tuple(fc.array(fc.oneof(group, fc.constant('')), { maxLength: 9 }), tail)
    .map(([groups, end]) => groups.join(':') + end);

  it('agrees with node', () => {
    fc.assert(
      fc.property(fc.oneof(near, fc.ipV6()), (text) => {
        expect(isIpv6(text), text).toBe(isIPv6(text));
      }),
      { numRuns: runs(2000) },
    );
  });
});

describe('ibanLength', () => {
  it.each([
    ['GB82 WEST 1234 5698 7654 32 and more', 27],
    ['gb82west12345698765432', 22],
    ['GB82WEST123456987654321', 0],
    ['GB83WEST12345698765432', 0],
    ['ZZ82WEST12345698765432', 0],
  ])('of %j is %i', (text, length) => {
    expect(ibanLength(text)).toBe(length);
  });

  it('finds every single wrong character', () => {
    const iban = 'DE89370400440532013000';
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 21 }), fc.integer({ min: 1, max: 9 }), (index, by) => {
        const digit = (Number(iban.charAt(index)) + by) % 10;
        expect(ibanLength(iban.slice(0, index) + digit + iban.slice(index + 1))).toBe(0);
      }),
    );
  });
});

describe('cardNumberLength', () => {
  it.each([
    ['4111 1111 1111 1111 12', 19],
    ['3782 822463 10005', 17],
    ['4111111111111112', 0],
    ['41 11 11 11 11 11 11 11', 0],
    ['4222222222222', 0],
    ['9111111111111111', 0],
  ])('of %j is %i', (text, length) => {
    expect(cardNumberLength(text)).toBe(length);
  });

  it('takes short numbers where a card is spoken of', () => {
    expect(shortCardNumberLength('4222222222222')).toBe(13);
    expect(shortCardNumberLength('4222222222223')).toBe(0);
  });
});

describe('telephone numbers', () => {
  it.each([
    ['+1 415 555 0132', 15],
    ['+1 415 555 0132 99', 15],
    ['+1 415 555', 0],
    ['+280 1234567', 0],
    ['0049 30 123456', 14],
    ['0049301234567', 0],
  ])('international: %j, %i', (text, length) => {
    expect(internationalNumberLength(text)).toBe(length);
  });

  it.each([
    ['020 7946 0958', 13],
    ['(030) 123456', 12],
    ['(2019) 2020-2021', 0],
    ['01.42.68.53.00', 14],
    ['01 02 03 04', 0],
    ['0306406152', 0],
    ['09201234567', 11],
  ])('national: %j, %i', (text, length) => {
    expect(nationalNumberLength(text)).toBe(length);
  });

  it.each([
    ['467 3395', 8],
    ['12.05.2024', 0],
    ['2019-2020', 0],
    ['24 12 2024', 0],
    ['1234567.89', 0],
  ])('announced: %j, %i', (text, length) => {
    expect(announcedNumberLength(text)).toBe(length);
  });

  it.each([
    ['415-555-0132', true],
    ['1 415 555 0132', true],
    ['115-555-0132', false],
    ['415-055-0132', false],
  ])('North American: %j, %s', (text, expected) => {
    expect(isNorthAmericanNumber(text)).toBe(expected);
  });
});

describe('dates', () => {
  it('are the days that Date knows', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1900, max: 2099 }),
        fc.integer({ min: 0, max: 13 }),
        fc.integer({ min: 0, max: 32 }),
        (year, month, day) => {
          const date = new Date(Date.UTC(year, month - 1, day));
          const same = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
          expect(isDate(year, month, day)).toBe(same);
        },
      ),
    );
  });

  it.each([
    ['04/12/1985', true],
    ['1985-04-12', true],
    ['31.04.1985', false],
    ['12. März 1985', true],
    ['5 de septiembre de 1971', true],
    ['12 people 1985', false],
    ['1/2/3', false],
  ])('of birth: %j, %s', (text, expected) => {
    expect(isDayOfBirth(text)).toBe(expected);
  });
});

describe('hasDigitCluster', () => {
  it.each([
    ['1a2', 2, true],
    ['1abcdefg2', 2, true],
    ['1abcdefgh2', 2, false],
    ['12', 3, false],
  ])('of %j with %i is %s', (text, count, expected) => {
    expect(hasDigitCluster(text, count)).toBe(expected);
  });
});
