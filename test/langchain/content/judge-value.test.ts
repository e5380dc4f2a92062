import { createGuardrail } from 'airs-guardrails';
import { fakeScanner } from 'airs-guardrails/testing';
import { describe, expect, it } from 'vitest';
import { judgeValue, restoreValue } from '../../../src/langchain/content/judge-value.js';

describe('a value that is judged', () => {
  const guardrail = createGuardrail({ scanner: fakeScanner() });

  it.each([
    ['a text', 'hello'],
    ['a list', ['hello', { deep: ['there'] }]],
    ['a plain object', { question: 'hello', count: 1 }],
    ['nothing', undefined],
  ])('stays the very one where it passes: %s', async (_, value) => {
    const texts: string[] = [];
    const judged = await judgeValue(value, (text, threads) => {
      texts.push(text);
      return guardrail.enforcePrompt(text, { threads });
    });
    expect(judged).toBe(value);
    expect(texts).toHaveLength(1);
  });

  it('is not returned where it is refused', async () => {
    const refusal = new Error('refused');
    await expect(judgeValue({ a: 'b' }, () => Promise.reject(refusal))).rejects.toBe(refusal);
  });
});

describe('a value that gets its originals back', () => {
  it.each([
    ['a text', 'to <1>', 'to Ann'],
    ['a list', ['<1>', 7], ['Ann', 7]],
    ['an object', { to: { name: '<1>' }, count: 1 }, { to: { name: 'Ann' }, count: 1 }],
  ])('is a copy where it is %s', (_, value, restored) => {
    const before = structuredClone(value);
    expect(restoreValue(value, (text) => text.replaceAll('<1>', 'Ann'))).toEqual(restored);
    expect(value).toEqual(before);
    expect(restoreValue(value, (text) => text)).toBe(value);
  });
});
