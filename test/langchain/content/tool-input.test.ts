import { describe, expect, it } from 'vitest';
import { inputKey, toolInput } from '../../../src/langchain/content/tool-input.js';

describe('the input of a tool', () => {
  it.each([
    ['an object', { city: 'Rome' }, '{"city":"Rome"}', { city: 'Pisa' }],
    ['its JSON', '{"city":"Rome"}', '{"city":"Rome"}', '{"city":"Pisa"}'],
    ['nothing', undefined, '', undefined],
  ])('is read from %s and written back in its kind', (_, value, text, written) => {
    const call = { args: value };
    const input = toolInput(call, 'args');
    expect(input.text).toBe(text);
    if (text === '') return;
    expect(input.write('{"city":"Pisa"}')).toBe(true);
    expect(call.args).toEqual(written);
  });

  it('is not written back where its JSON is not exact', () => {
    const call = { args: { id: 10n } };
    const input = toolInput(call, 'args');
    expect(input.text).toBe('{"id":"10"}');
    expect(input.write('{"id":"11"}')).toBe(false);
    expect(call.args).toEqual({ id: 10n });
  });

  it.each([
    ['spaces between its parts', '{ "a": [1, 2] }', '{"a":[1,2]}', true],
    ['escapes', '{"a":"\\u0041"}', '{"a":"A"}', true],
    ['another value', '{"a":1}', '{"a":2}', false],
    ['the JSON cut short', '{"a":1', '{"a":1}', false],
    ['a text for the list', '[1', '[1]', false],
  ])('has the same key with %s, or another', (_, left, right, isSame) => {
    expect(inputKey(left) === inputKey(right)).toBe(isSame);
  });
});
