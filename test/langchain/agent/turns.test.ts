import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runs } from '../../support/extent.js';
import type { Script } from './scripted-model.js';
import { ATTACK, CARD, HALVES, holds, lookup, setUp, UNSCANNABLE, WAYS, watch } from './support.js';

const words = fc.constantFrom(
  'fine',
  `a ${CARD} b`,
  `x ${ATTACK}`,
  `${CARD}${ATTACK}`,
  HALVES[0],
  HALVES[1],
  UNSCANNABLE,
  '',
);
const step: fc.Arbitrary<Script> = fc.record({
  text: words,
  calls: fc
    .array(words, { maxLength: 2 })
    .map((inputs) =>
      inputs.map((q, index) => ({ id: `call-${index}-${Math.random()}`, name: 'lookup', args: { q } })),
    ),
});
const turn = fc.record({
  // What cannot be scanned stays, with whatever is said after it.
  text: words.map((text) => (text === '' || text === UNSCANNABLE ? 'hi' : text)),
  way: fc.constantFrom(...WAYS),
  steps: fc.array(step, { maxLength: 2 }),
});

describe('any turns of a guarded agent', () => {
  it.each([['end'], ['error']] as const)(
    'leak nothing and leave a thread that goes on, with %s',
    async (exitBehavior) => {
      await fc.assert(
        fc.asyncProperty(fc.array(turn, { maxLength: 4 }), words, async (turns, result) => {
          const { tool, inputs } = lookup(({ q }) => (q === 'fine' ? { got: result } : result));
          const prompt = { onBlockedHistory: 'drop' } as const;
          const set = setUp({ answers: [], tools: [tool], exitBehavior, prompt });
          let said = '';
          for (const { text, way, steps } of turns) {
            // What is thrown leaves the thread as it was.
            said = exitBehavior === 'end' ? text : said + text;
            set.model.turns.scripts.splice(0, 99, ...steps, { text: 'end' });
            const seen = await watch(set, way, text);
            if (exitBehavior === 'end') expect(seen.error).toBeUndefined();
            for (const secret of [CARD, ATTACK])
              if (!said.includes(secret))
                expect(holds([seen.shown, seen.callbacks], secret), way).toBe(false);
            expect(holds([set.model.prompts, inputs], CARD)).toBe(false);
            expect(holds([set.model.prompts, inputs], ATTACK)).toBe(false);
            expect(holds([set.model.prompts, inputs], UNSCANNABLE)).toBe(false);
            if (exitBehavior === 'error') continue;
            const thread = await set.thread();
            expect(thread.at(-1)?.getType()).toBe('ai');
            expect(holds(thread, CARD)).toBe(false);
            expect(holds(thread, ATTACK)).toBe(false);
          }
        }),
        { numRuns: runs(60) },
      );
    },
  );
});
