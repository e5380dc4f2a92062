import { describe, expect, it } from 'vitest';
import { createMetadataStrings } from '../../../src/langchain/chunks/metadata-strings.js';

describe('strings beside the text of a stream', () => {
  it.each([
    ['two parts of one', ['4111 1111', ' 1111 1111'], true, ['4111 1111 1111 1111']],
    ['one word again and again', ['stop', 'stop', 'stop'], false, ['stop']],
    ['a piece of a number again', ['1111', '1111'], true, ['11111111']],
    ['one part alone', ['stop'], false, []],
  ])('are put together where they are %s', (_, parts, isAdded, joined) => {
    const strings = createMetadataStrings();
    const added = parts.map((text) => strings.push([['metadata.note', text]]));
    expect(added.includes(true)).toBe(isAdded);
    expect(strings.joined()).toEqual(joined);
  });

  it('are put together by where they stand', () => {
    const strings = createMetadataStrings();
    expect(
      strings.push([
        ['a', 'one '],
        ['b', 'two '],
      ]),
    ).toBe(false);
    expect(strings.push([['a', 'more']])).toBe(true);
    expect(strings.joined()).toEqual(['one more']);
  });
});
