import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isBitcoinAddress,
  isChecksummedEthereumAddress,
  isPlainEthereumAddress,
  isSegwitAddress,
} from '../../../src/local/checks/crypto-address.js';
import { keccak256 } from '../../../src/local/checks/keccak256.js';
import { sha256 } from '../../../src/local/checks/sha256.js';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('sha256', () => {
  it('is what node computes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (message) => {
        expect(hex(sha256(message))).toBe(createHash('sha256').update(message).digest('hex'));
      }),
    );
  });
});

describe('keccak256', () => {
  it.each([
    ['', 'c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470'],
    ['abc', '4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45'],
    ['hello', '1c8aff950685c2ed4bc3174f3472287b56d9517b9c948127319a09a7a36deac8'],
  ])('of %j is the published value', (message, digest) => {
    expect(hex(keccak256(bytes(message)))).toBe(digest);
  });

  it('takes one block, no more', () => {
    expect(keccak256(new Uint8Array(135))).toHaveLength(32);
    expect(() => keccak256(new Uint8Array(136))).toThrow(RangeError);
  });
});

/** Every text that differs from this one in a single place, by one other character of the alphabet. */
const changed = (text: string, from: number, alphabet: string): fc.Arbitrary<string> =>
  fc
    .tuple(fc.integer({ min: from, max: text.length - 1 }), fc.constantFrom(...alphabet))
    .map(([index, character]) => text.slice(0, index) + character + text.slice(index + 1))
    .filter((other) => other !== text);

describe('addresses', () => {
  it.each([
    [
      '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa',
      0,
      '23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz',
      isBitcoinAddress,
    ],
    [
      '3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy',
      0,
      '23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz',
      isBitcoinAddress,
    ],
    ['bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4', 4, 'qpzry9x8gf2tvdw0s3jn54khce6mua7l', isSegwitAddress],
    [
      'bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0',
      4,
      'qpzry9x8gf2tvdw0s3jn54khce6mua7l',
      isSegwitAddress,
    ],
    ['0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed', 2, '0123456789abcdefABCDEF', isChecksummedEthereumAddress],
  ])('%s passes, and not with a character changed', (address, from, alphabet, check) => {
    expect(check(address)).toBe(true);
    fc.assert(
      fc.property(changed(address, from, alphabet), (other) => {
        expect(check(other), other).toBe(false);
      }),
    );
  });

  it('of bech32 are in one case', () => {
    expect(isSegwitAddress('BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4')).toBe(true);
    expect(isSegwitAddress('bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3T4')).toBe(false);
  });

  it('of Ethereum in one case have no checksum', () => {
    expect(isChecksummedEthereumAddress('0xde709f2102306220921060314715629080e2fb77')).toBe(false);
    expect(isPlainEthereumAddress('0xde709f2102306220921060314715629080e2fb77')).toBe(true);
    expect(isPlainEthereumAddress(`0x${'0'.repeat(40)}`)).toBe(false);
  });
});
