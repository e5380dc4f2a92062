import { describe, expect, test } from 'vitest';
import { createKeyedTag } from '../../src/guard/keyed-tag.js';
import { sipHash } from '../../src/guard/sip-hash.js';

const KEY = Uint8Array.from({ length: 16 }, (_, index) => index);

/** The bytes 0, 1, 2, ... */
const counting = (length: number): Uint8Array => Uint8Array.from({ length }, (_, index) => index);

const hex = (message: Uint8Array): string => {
  const { high, low } = sipHash(KEY, message);
  return [high, low].map((half) => half.toString(16).padStart(8, '0')).join('');
};

describe('sipHash', () => {
  // Appendix A of the paper (15 bytes), and the first rows of `vectors_sip64` of the reference implementation, which
  // prints the bytes in the opposite order.
  test.each([
    [0, '726fdb47dd0e0e31'],
    [1, '74f839c593dc67fd'],
    [2, '0d6c8009d9a94f5a'],
    [3, '85676696d7fb7e2d'],
    [7, 'ab0200f58b01d137'],
    [8, '93f5f5799a932462'],
    [15, 'a129ca6149be45e5'],
  ])('of %i bytes is as published', (length, hash) => {
    expect(hex(counting(length))).toBe(hash);
  });

  test('reads its bytes where they lie', () => {
    const wide = Uint8Array.from([9, 9, 9, ...counting(15), 9]);
    expect(hex(wide.subarray(3, 18))).toBe('a129ca6149be45e5');
  });
});

describe('tags', () => {
  const secret = 'a secret of enough length';

  test('are letters, as many as asked for, the same for the same text and secret', () => {
    const tag = createKeyedTag(secret);
    for (const letters of [1, 8, 12, 14])
      expect(tag('4111', letters)).toMatch(new RegExp(`^[bcdfghjkmnpqrstvwxyz]{${letters}}$`));
    expect(createKeyedTag(secret)('4111', 12)).toBe(tag('4111', 12));
    expect(tag('4112', 12)).not.toBe(tag('4111', 12));
    expect(createKeyedTag(`${secret}!`)('4111', 12)).not.toBe(tag('4111', 12));
  });

  test('without a secret are of this one only', () => {
    const tag = createKeyedTag(undefined);
    expect(tag('4111', 12)).toBe(tag('4111', 12));
    expect(createKeyedTag(undefined)('4111', 12)).not.toBe(tag('4111', 12));
  });

  test('differ over many texts', () => {
    const tag = createKeyedTag(secret);
    const tags = new Set(Array.from({ length: 5_000 }, (_, index) => tag(`text ${index}`, 12)));
    expect(tags.size).toBe(5_000);
  });
});
