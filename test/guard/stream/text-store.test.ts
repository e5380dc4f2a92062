import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BLOCK, createTextStore } from '../../../src/guard/stream/text-store.js';

describe('a text in blocks', () => {
  it('reads as the text that was put in, but for what has been forgotten', () => {
    const pieces = fc.array(fc.integer({ min: 0, max: 2.5 * BLOCK }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(pieces, fc.nat(), fc.nat(), fc.nat(), (lengths, from, to, until) => {
        const store = createTextStore();
        let text = '';
        for (const length of lengths) {
          const piece = Array.from({ length }, (_, index) =>
            String.fromCharCode(33 + ((text.length + index) % 8_999)),
          ).join('');
          text += piece;
          store.append(piece);
        }
        const at = (place: number): number => place % (text.length + 1);
        store.forget(at(until));
        expect(store.length).toBe(text.length);
        expect(store.base).toBeLessThanOrEqual(at(until));
        expect(at(until) - store.base).toBeLessThan(BLOCK);
        const [start, end] = [at(from), at(to)];
        expect(store.slice(start, end)).toBe(
          text.slice(Math.max(start, store.base), Math.max(start, store.base, end)),
        );
        if (start >= store.base && start < text.length)
          expect(store.charCodeAt(start)).toBe(text.charCodeAt(start));
      }),
    );
  });
});
