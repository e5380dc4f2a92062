import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ContextWords } from '../../../src/local/matcher/context-words.js';

describe('words of a context', () => {
  it.each([
    ['my card is', ['card'], true],
    ['my CARD is', ['card'], true],
    ['my cards are', ['card'], false],
    ['discard it', ['card'], false],
    ['credit_card', ['credit card'], true],
    ['credit card', ['credit', 'credit card'], true],
    // The longer word is part of another; the shorter one stands by itself.
    ['credit cards', ['credit card', 'credit'], true],
    ['postcard, card', ['card'], true],
    ['私のマイナンバーは', ['マイナンバー'], true],
    // Words that run on say nothing of a text without them.
    ['no such word  here', ['マイナンバー'], false],
    ['私のcardは', ['card', 'マイナンバー'], false],
    ['', ['card'], false],
  ] as const)('of %j are %j there: %s', (text, words, there) => {
    expect(new ContextWords(words).standIn(text, 0)).toBe(there);
  });

  it('count from an index on', () => {
    const words = new ContextWords(['card']);
    expect(words.standIn('a card', 3)).toBe(false);
    expect(words.standIn('a card', 2)).toBe(true);
  });

  it('are those between what is no letter or digit', () => {
    const piece = fc.constantFrom('pin', 'PIN', 'pin code', 'code', ' ', '-', 'x', '7', 'é', '𝒜', 'ſ');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const text = pieces.join('');
        const apart = /(?<![\p{L}\p{N}])(?:pin|pin[\s_-]{1,3}code)(?![\p{L}\p{N}])/iu.test(text);
        expect(new ContextWords(['pin', 'pin code']).standIn(text, 0)).toBe(apart);
      }),
    );
  });
});
