import type { StateStore } from 'airs-guardrails';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chat, instance, SECRET } from './guardrails.js';

const session = { sessionId: 'one' };

/** A store whose operations happen in an order that fast-check chooses. */
function scheduled(scheduler: fc.Scheduler, map: Map<string, string>): StateStore {
  return {
    get: (key) => scheduler.schedule(Promise.resolve(), 'get').then(() => map.get(key)),
    set: (key, value) => scheduler.schedule(Promise.resolve(), 'set').then(() => map.set(key, value)),
    delete: (key) => scheduler.schedule(Promise.resolve(), 'delete').then(() => map.delete(key)),
  };
}

/** Lets all that is scheduled happen until some work is done. */
async function finish<Value>(scheduler: fc.Scheduler, work: Promise<Value>): Promise<Value> {
  let isDone = false;
  const done = work.finally(() => {
    isDone = true;
  });
  while (!isDone) {
    if (scheduler.count() > 0) await scheduler.waitOne();
    else await new Promise((resolve) => setImmediate(resolve));
  }
  return done;
}

describe('concurrent turns of one session', () => {
  it('lose nothing that any of them has issued or learned, in whatever order the store does it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(fc.nat(2), { minLength: 2, maxLength: 5 }),
        async (scheduler, turns) => {
          const map = new Map<string, string>();
          const state = {
            store: scheduled(scheduler, map),
            secret: SECRET,
            cache: false,
            storeTimeoutMs: 60_000,
          } as const;
          const fleet = [instance(state), instance(state), instance(state)];
          const words = turns.map((_, index) => chat(`Write to person${index}@example.com`));
          const calls = turns.map(async (who, index) => {
            const own = fleet[who] ?? fleet[0];
            const conversation = words[index];
            if (own === undefined || conversation === undefined) return;
            await own.guardrail.enforceConversation(conversation, session);
            await own.guardrail.checkResponse('Done.', session);
          });
          await finish(scheduler, Promise.all(calls));

          // Another process, over the store as it is now.
          const later = instance({ ...state, store: map });
          const answer = words.map(({ written }) => written[0]).join('\n');
          const { text, unrestored } = await later.guardrail.checkResponse(answer, session);
          expect(unrestored).toBeUndefined();
          expect(text).toBe(turns.map((_, index) => `Write to person${index}@example.com`).join('\n'));
          later.scans.length = 0;
          for (const [index] of turns.entries()) {
            const again = chat(`Write to person${index}@example.com`);
            await later.guardrail.enforceConversation(again, session);
            expect(again.written).toEqual(words[index]?.written);
          }
          expect(later.scans).toEqual([]);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('forget for good: what is written while a session is forgotten is either new or gone', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        const map = new Map<string, string>();
        const open = { store: map, secret: SECRET, cache: false, storeTimeoutMs: 60_000 } as const;
        const first = instance(open);
        const old = await first.guardrail.checkPrompt('Write to old@example.com', session);
        const state = { ...open, store: scheduled(scheduler, map) };
        const [a, b] = [instance(state), instance(state)];
        const both = Promise.all([
          a.guardrail.checkPrompt('Write to new@example.com', session),
          b.guardrail.forget(session.sessionId),
        ]);
        await finish(scheduler, both);
        const later = instance(open);
        const { text } = await later.guardrail.checkResponse(old.text, session);
        expect(text).toBe(old.text);
      }),
      { numRuns: 40 },
    );
  });
});
