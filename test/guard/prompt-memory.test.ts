import { describe, expect, it } from 'vitest';
import { createPromptMemory, type Known } from '../../src/guard/prompt-memory.js';
import { verdict } from './support.js';

const known = (): Known => ({ outcome: 'allow', result: verdict(), redactions: [], json: false });

describe('prompt memory', () => {
  it('forgets what was not used for longest', () => {
    const memory = createPromptMemory({ maxEntries: 2, ttlMs: 100, now: () => 0 });
    const one = known();
    memory.set('one', one);
    memory.set('two', known());
    expect(memory.get('one')).toBe(one);
    memory.set('three', known());
    expect([memory.get('one'), memory.get('two')]).toEqual([one, undefined]);
    memory.set('one', known());
    expect(memory.get('three')).toBeDefined();
  });

  it('forgets what was not used for a while', () => {
    let at = 0;
    const memory = createPromptMemory({ maxEntries: 9, ttlMs: 100, now: () => at });
    memory.set('used', known());
    memory.set('left', known());
    at = 100;
    expect(memory.get('used')).toBeDefined();
    at = 150;
    expect([memory.get('left'), memory.get('used')]).toEqual([undefined, known()]);
    at = 251;
    expect(memory.get('used')).toBeUndefined();
  });
});
