import { describe, expect, test } from 'vitest';
import { joinedReading } from '../../src/guard/index.js';

const readings = (...texts: string[]) =>
  joinedReading(texts.map((text) => ({ text }))).map(({ text }) => text);

describe('what texts say together', () => {
  test('is read without its escapes where it is JSON', () => {
    expect(readings('{"a":"\\u0041', 'BC"}')).toEqual(['{"a":"ABC"}']);
    expect(readings('["', '\\/etc"]')).toEqual(['["/etc"]']);
  });

  test('is not read twice where nothing is gained by it', () => {
    expect(readings('{"a":"\\u0041BC"}')).toEqual([]);
    expect(readings('{"a":"A', 'BC"}')).toEqual([]);
    expect(readings('\\u0041', 'BC')).toEqual([]);
    expect(readings()).toEqual([]);
  });
});
