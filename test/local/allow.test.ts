import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allowing } from '../../src/local/allow.js';

const allows = (entry: string | RegExp, match: string): boolean | undefined => allowing([entry])?.(match);

describe('allowing', () => {
  it.each<[string | RegExp, string]>([
    ['help@example.com', 'help@example.com'],
    ['help@example.com', 'HELP@Example.com'],
    ['HELP@example.com', 'help@example.com'],
    [' help@example.com\n', 'help@example.com'],
    ['help@example.com', ' help@example.com '],
    ['ÉMILE', 'émile'],
    [/\w+@example\.com/, 'help@example.com'],
    [/\w+@example\.com/i, 'HELP@EXAMPLE.COM'],
    [/^4111.{12}$/, '4111111111111111'],
    [/a|ab/, 'ab'],
    [/\p{Lu}{2}/u, 'ÄÖ'],
    [/a.b/s, 'a\nb'],
    [/\d{4}/y, '1234'],
  ])('%s lets %j pass', (entry, match) => {
    expect(allows(entry, match)).toBe(true);
  });

  it.each<[string | RegExp, string]>([
    ['help@example.com', 'xhelp@example.com'],
    ['help@example.com', 'help@example.com.test'],
    ['a.b', 'acb'],
    ['/a+/', 'aa'],
    [/example\.com/, 'help@example.com'],
    [/a|b/, 'ab'],
    [/\w+@example\.com/, 'HELP@EXAMPLE.COM'],
    [/^\d{4}$/m, '1234\nsecret'],
    [/a.b/, 'a\nb'],
    [/(?:)/, 'anything'],
  ])('%s does not let %j pass', (entry, match) => {
    expect(allows(entry, match)).toBe(false);
  });

  it('asks every entry', () => {
    const isAllowed = allowing(['one', /two/, 'three', /four/]);
    expect(['one', 'two', 'three', 'four', 'five', ''].map((match) => isAllowed?.(match))).toEqual([
      true,
      true,
      true,
      true,
      false,
      false,
    ]);
  });

  it('answers alike however often it is asked', () => {
    const pattern = /a{1,3}/g;
    const isAllowed = allowing([pattern]);
    expect(['aaa', 'aaa', 'a', 'b', 'aaa'].map((match) => isAllowed?.(match))).toEqual([
      true,
      true,
      true,
      false,
      true,
    ]);
    expect(pattern.lastIndex).toBe(0);
  });

  it('keeps its own list', () => {
    const list = ['one'];
    const isAllowed = allowing(list);
    list.push('two');
    expect([isAllowed?.('one'), isAllowed?.('two')]).toEqual([true, false]);
  });

  it('has nothing to ask for an empty list', () => {
    expect(allowing([])).toBeUndefined();
  });

  it.each([
    [[''], 0],
    [['a', ' \t'], 1],
    [[/a/, 'b', 3], 2],
    [[undefined], 0],
    [[['a']], 0],
  ])('refuses the list %j', (list, at) => {
    expect(() => Reflect.apply(allowing, undefined, [list])).toThrow(
      expect.objectContaining({
        code: 'ERR_GUARDRAIL_CONFIG',
        message: expect.stringContaining(`allow[${at}] must be text or an expression`),
      }),
    );
  });

  it('lets what is on the list pass and nothing with more to it', () => {
    const visible = fc.string({ minLength: 1 }).filter((value) => value.trim() !== '');
    fc.assert(
      fc.property(visible, fc.constantFrom('x', '1', '.x'), (value, more) => {
        expect(allows(value, value)).toBe(true);
        expect(allows(value, `${value}${more}`)).toBe(false);
      }),
    );
  });
});
