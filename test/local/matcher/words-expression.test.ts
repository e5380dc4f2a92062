import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CharacterSets, includesSign, signAt } from '../../../src/local/matcher/character-sets.js';
import { compileRule } from '../../../src/local/matcher/compile.js';
import { wordsEngine } from '../../../src/local/matcher/custom-engine.js';
import { foldWord, longestSpelling, WordsExpression } from '../../../src/local/matcher/words-expression.js';
import { runs } from '../../support/extent.js';

const expressionOf = (words: readonly string[]) => new WordsExpression(words.map(foldWord));

/** The same as one of the engine's expressions. */
function plain(words: readonly string[]): RegExp {
  const options = words
    .map(foldWord)
    .sort((a, b) => b.length - a.length)
    .map((word) => word.replace(/[.+]/g, '\\$&').replaceAll(' ', '\\s{1,8}'));
  return new RegExp(`(?<![\\p{L}\\p{N}_])(?:${options.join('|')})(?![\\p{L}\\p{N}_])`, 'giu');
}

const unit = fc.constantFrom('a', 'b', 'A', 'é', 'É', ' ', '\n', '.', '+', '_', '1', '😀');
const words = fc
  .array(fc.string({ unit, minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 6 })
  .map((list) => list.filter((word) => foldWord(word) !== ''))
  .filter((list) => list.length > 0);

describe('words', () => {
  it('are found where an expression with all of them finds them', () => {
    fc.assert(
      fc.property(words, fc.string({ unit, maxLength: 20 }), (list, text) => {
        const expression = expressionOf(list);
        const found: (readonly [number, string])[] = [];
        for (let from = 0; ; ) {
          const match = expression.search(text, from);
          if (match === undefined) break;
          found.push([match.start, match.text]);
          from = match.start + match.text.length;
        }
        expect(found).toEqual(Array.from(text.matchAll(plain(list)), (match) => [match.index, match[0]]));
      }),
      { numRuns: runs(2000) },
    );
  });

  it('are under way wherever more text could complete or undo one', () => {
    fc.assert(
      fc.property(
        words,
        fc.string({ unit, maxLength: 12 }),
        fc.string({ unit, maxLength: 6 }),
        (list, text, more) => {
          const expression = expressionOf(list);
          for (let at = 0; at < text.length; at += 1) {
            if (expression.matchAt(text, at) !== expression.matchAt(text + more, at))
              expect(expression.isBeginning(text, at)).toBe(true);
          }
        },
      ),
      { numRuns: runs(2000) },
    );
  });

  it.each([
    ['falcon', 'fal', true],
    ['falcon', 'falx', false],
    ['falcon', 'falcon', true],
    ['falcon', 'falcon.', false],
    ['a b', `a${' '.repeat(8)}`, true],
    ['a b', `a${' '.repeat(9)}`, false],
  ])('of %j: whether %j may begin one', (word, text, expected) => {
    expect(expressionOf([word, 'zebra']).isBeginning(text, 0)).toBe(expected);
  });

  it('tell every character that they can begin with', () => {
    const list = ['is', 'skip', 'école', '#1'];
    const rule = compileRule(
      { label: 'X', pattern: /[\s\S]{1,4}/giu, engine: wordsEngine(list), confidence: 1 },
      'dlp',
    );
    const [first = new Int32Array()] = new CharacterSets().leading(rule, 6);
    const expression = expressionOf(list.map((word) => word.charAt(0)));
    for (let code = 0; code <= 0xffff; code += 1) {
      const character = String.fromCharCode(code);
      if (expression.matchAt(character, 0) !== undefined)
        expect(includesSign(first, signAt(character, 0))).toBe(true);
    }
    expect(includesSign(first, 'a'.charCodeAt(0))).toBe(false);
  });

  it('know how long they get', () => {
    expect([foldWord(' A\u00a0\u200b  B '), longestSpelling('a b c')]).toEqual(['a b', 19]);
  });
});
