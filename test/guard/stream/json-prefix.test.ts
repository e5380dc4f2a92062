import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createJsonPrefix } from '../../../src/guard/stream/json-prefix.js';

function read(pieces: readonly string[]) {
  const prefix = createJsonPrefix();
  for (const piece of pieces) prefix.push(piece);
  const { begun, viable, complete } = prefix;
  return { begun, viable, complete };
}

describe('what may become JSON', () => {
  it.each<[text: string, begun: boolean, viable: boolean, complete: boolean]>([
    ['', false, true, false],
    ['  \n', false, true, false],
    ['{', true, true, false],
    ['{}', true, true, true],
    [' [1, -2.5e3, true] ', true, true, true],
    ['{"a": [null, {"b": "c"}]', true, true, false],
    ['"a \\" b"', true, true, true],
    ['{"a"', true, true, false],
    ['{"a": }', true, false, false],
    ['{a: 1}', true, false, false],
    ['[1, ]', true, false, false],
    ['[1}', true, false, false],
    ['{} {', true, false, false],
    ['{},', true, false, false],
    ['hello', true, false, false],
    ['12', true, false, false],
  ])('%j', (text, begun, viable, complete) => {
    expect(read([text])).toEqual({ begun, viable, complete });
  });

  it('is any object, list or string, however it is cut', () => {
    const value = fc.oneof(fc.array(fc.jsonValue()), fc.dictionary(fc.string(), fc.jsonValue()), fc.string());
    fc.assert(
      fc.property(value, fc.integer({ min: 1, max: 5 }), (given, size) => {
        const text = JSON.stringify(given);
        const pieces = text.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? [];
        expect(read(pieces)).toEqual({ begun: true, viable: true, complete: true });
        expect(read([text.slice(0, -1)])).toEqual({ begun: true, viable: true, complete: false });
      }),
    );
  });
});
