import { describe, expect, it } from 'vitest';
import { isPlainWord, unitsSaying, wordStartIn } from '../../../src/guard/stream/growing-end.js';

const textOf = (text: string, base = 0) => ({ base, charCodeAt: (at: number) => text.charCodeAt(at) });

describe('the end of a text that grows', () => {
  it.each<[text: string, units: number]>([
    ['plain text', 4],
    ['a\\nb', 8],
    ['\\u0041\\u0042', 24],
    ['\\\\\\"', 16],
  ])('says as many characters as 4 in so many units: %j', (tail, units) => {
    expect(unitsSaying(4, tail)).toBe(units);
  });

  it.each<[word: string, isPlain: boolean]>([
    ['end.', true],
    ["(don't)", true],
    ['', true],
    ['555', false],
    ['bob@example', false],
    ['key=', false],
  ])('may be a plain word: %j', (word, isPlain) => {
    expect(isPlainWord(word)).toBe(isPlain);
  });

  it('is not looked through for the beginning of a word without end', () => {
    const long = 'x'.repeat(5000);
    expect(wordStartIn(textOf(long), 1000)).toBe(0);
    expect(wordStartIn(textOf(long), 5000)).toBe(5000);
    expect(wordStartIn(textOf(long, 4096), 5000)).toBe(4096);
  });
});
