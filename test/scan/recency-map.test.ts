import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRecencyMap } from '../../src/scan/recency-map.js';

const KEYS = ['a', 'b', 'c', 'd'] as const;

/** The same by the plainest means: a list, the last used at its end. */
function plain() {
  let held: { readonly key: string; readonly value: number; readonly bytes: number }[] = [];
  const without = (key: string) => held.filter((entry) => entry.key !== key);
  return {
    list: () => held,
    get(key: string) {
      const found = held.find((entry) => entry.key === key);
      if (found !== undefined) held = [...without(key), found];
      return found?.value;
    },
    set(key: string, value: number, bytes: number) {
      held = [...without(key), { key, value, bytes }];
    },
    resize(key: string, bytes: number) {
      held = held.map((entry) => (entry.key === key ? { ...entry, bytes } : entry));
    },
    delete(key: string) {
      held = without(key);
    },
  };
}

const step = fc.record({
  action: fc.constantFrom('get', 'set', 'resize', 'delete', 'peek'),
  key: fc.constantFrom(...KEYS),
  bytes: fc.nat(100),
});

describe('a recency map', () => {
  it('keeps the order of use and the sum of the bytes, whatever is done to it', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const map = createRecencyMap<string, number>();
        const model = plain();
        for (const [index, { action, key, bytes }] of steps.entries()) {
          if (action === 'get') expect(map.get(key)).toBe(model.get(key));
          else if (action === 'peek')
            expect(map.peek(key)).toBe(model.list().find((entry) => entry.key === key)?.value);
          else if (action === 'delete') {
            map.delete(key);
            model.delete(key);
          } else if (action === 'resize') {
            map.resize(key, bytes);
            model.resize(key, bytes);
          } else {
            map.set(key, index, bytes);
            model.set(key, index, bytes);
          }
          expect([...map.entries()]).toEqual(model.list().map((entry) => [entry.key, entry.value]));
          expect(map.bytes).toBe(model.list().reduce((sum, entry) => sum + entry.bytes, 0));
          expect(map.size).toBe(model.list().length);
        }
      }),
    );
  });

  it('lets entries be deleted while they are walked', () => {
    const map = createRecencyMap<string, number>();
    for (const key of KEYS) map.set(key, 1, 1);
    for (const [key] of map.entries()) if (key < 'c') map.delete(key);
    expect([...map.entries()].map(([key]) => key)).toEqual(['c', 'd']);
  });
});
