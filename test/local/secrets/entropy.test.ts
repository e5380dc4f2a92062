import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { charactersOf, looksRandom, shannonEntropy } from '../../../src/local/rules/secrets/entropy.js';
import { letterSurprise } from '../../../src/local/rules/secrets/letter-surprise.js';

describe('shannonEntropy', () => {
  it('is 0 for one character, and the logarithm of their number for characters all as frequent', () => {
    expect(shannonEntropy('')).toBe(0);
    expect(shannonEntropy('aaaa')).toBe(0);
    expect(shannonEntropy('abab')).toBe(1);
    expect(shannonEntropy('0123456789abcdef')).toBe(4);
  });

  it('does not depend on order, nor on how often the whole is repeated', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (text) => {
        const entropy = shannonEntropy(text);
        expect(shannonEntropy([...text].sort().join(''))).toBeCloseTo(entropy, 9);
        expect(shannonEntropy(text + text)).toBeCloseTo(entropy, 9);
        expect(entropy).toBeLessThanOrEqual(Math.log2(text.length) + 1e-9);
      }),
    );
  });
});

describe('charactersOf', () => {
  it('counts kinds and changes', () => {
    expect(charactersOf('aB3-x!')).toMatchObject({ lower: 2, upper: 1, digit: 1, separator: 1, symbol: 1 });
    expect(charactersOf('a1b2').digitChanges).toBe(3);
    expect(charactersOf('aBcD').caseChanges).toBe(3);
    expect(charactersOf('abcd').ascending).toBe(1);
  });
});

describe('letterSurprise', () => {
  it.each(['correct-horse-battery-staple', 'getAccessTokenSilently', 'Zugangsschluessel', 'administrador'])(
    'is negative for %s',
    (text) => expect(letterSurprise(text)).toBeLessThan(0),
  );
  it.each(['qzxkvbwjfpgmtrlq', 'XKQZJVWYBPGTFMDL'])('is high for %s', (text) =>
    expect(letterSurprise(text)).toBeGreaterThan(4),
  );
  it('adds up, and leaves case and other characters out of account', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (one, other) => {
        expect(letterSurprise(one + other)).toBeCloseTo(letterSurprise(one) + letterSurprise(other), 6);
      }),
    );
    expect(letterSurprise('Qz-12é')).toBe(letterSurprise('qZ'));
  });
});

describe('looksRandom', () => {
  it.each([
    'q7Zt2RwB9nK4sLd8Vg1H',
    '3e8b41fa6c09d75292e8b41fa6c09d75',
    'wJalrXUtnFEMI7K7MDENGbPxRfiCY',
    'qzxkvbwjfpgmtrlqhdkw',
  ])('holds for %s', (text) => expect(looksRandom(text)).toBe(true));
  it.each([
    'user_preferences_cache_v1',
    'getAccessTokenSilently',
    'correct-horse-battery-staple',
    'aaaaaaaaaaaaaaaa1a1a1a',
    'correcthorsebatterystaple',
    'JwtBearerHandlerV2',
    '2026-11-21T10:00:00Z',
    'application/vnd.api+json',
    '12345678901234567890',
  ])('does not hold for %s', (text) => expect(looksRandom(text)).toBe(false));
});
