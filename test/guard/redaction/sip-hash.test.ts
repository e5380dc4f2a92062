import { describe, expect, test, vi } from 'vitest';
import { createKeyedHash, createKeyedTag } from '../../../src/guard/redaction/keyed-tag.js';
import { sipHash, sipHash128 } from '../../../src/guard/redaction/sip-hash.js';

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

describe('sipHash128', () => {
  const hex128 = (message: Uint8Array): string => {
    const words = sipHash128(KEY, message).flatMap(({ low, high }) => [low, high]);
    const bytes = new DataView(new ArrayBuffer(16));
    for (const [index, word] of words.entries()) bytes.setUint32(index * 4, word, true);
    return Buffer.from(bytes.buffer).toString('hex');
  };

  // Rows of `vectors_sip128` of the reference implementation, which `openssl mac SIPHASH` gives too.
  test.each([
    [0, 'a3817f04ba25a8e66df67214c7550293'],
    [1, 'da87c1d86b99af44347659119b22fc45'],
    [2, '8177228da4a45dc7fca38bdef60affe4'],
    [3, '9c70b60c5267a94e5f33b6b02985ed51'],
    [8, '3b62a9ba6258f5610f83e264f31497b4'],
    [15, '5493e99933b0a8117e08ec0f97cfc3d9'],
    [63, '5150d1772f50834a503e069a973fbd7c'],
  ])('of %i bytes is as published', (length, hash) => {
    expect(hex128(counting(length))).toBe(hash);
  });
});

describe('keyed hashes of texts', () => {
  const hash = createKeyedHash();

  test('are the same for the same texts, and of this one only', () => {
    expect(hash('a', 'text')).toBe(hash('a', 'text'));
    expect(createKeyedHash()('a', 'text')).not.toBe(hash('a', 'text'));
  });

  test('differ for every other list of texts', () => {
    const lists = [
      [],
      [''],
      ['', ''],
      ['ab', 'c'],
      ['a', 'bc'],
      ['abc'],
      ['ab1:c'],
      ['\u00e9'],
      ['\u00c3\u00a9'],
      ['\ud800'],
      ['\ud801'],
      ['\udc00'],
      ['\ufffd'],
      ['\u{10000}'],
      ['x'.repeat(5_000)],
      [`${'x'.repeat(4_999)}y`],
    ];
    expect(new Set(lists.map((texts) => hash(...texts))).size).toBe(lists.length);
  });

  test('are none where the platform has no randomness', () => {
    vi.stubGlobal('crypto', undefined);
    expect(createKeyedHash()('text')).toBeUndefined();
    vi.unstubAllGlobals();
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
