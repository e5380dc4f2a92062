import { describe, expect, test, vi } from 'vitest';
import { createGuardrail } from '../../../src/guard/guardrail.js';
import type { Decision } from '../../../src/guard/policy/decision.js';
import { NEUTRAL_REPLACEMENT, type OnBlock } from '../../../src/guard/policy/on-block.js';
import { fakeScanner } from '../../../src/testing/index.js';
import { printed, spansOf } from '../support.js';

const SECRET = 'zebra-4711-quokka';

function guardrailWith(onBlock: OnBlock | undefined) {
  const scanner = fakeScanner({
    verdicts: {
      action: 'block',
      promptDetected: { injection: true },
      spans: spansOf(SECRET, 'zebra', 'prompt'),
    },
  });
  return createGuardrail({ scanner, policy: onBlock === undefined ? {} : { onBlock } });
}

async function replacement(onBlock: OnBlock | undefined): Promise<string | undefined> {
  const guardrail = guardrailWith(onBlock);
  return guardrail.replacementFor(await guardrail.checkPrompt(SECRET));
}

describe('replacementFor', () => {
  test('gives nothing where the policy throws, which is the default', async () => {
    expect(await replacement('throw')).toBeUndefined();
    expect(await replacement(undefined)).toBeUndefined();
    expect(guardrailWith(undefined).policy.onBlock).toBe('throw');
  });

  test('gives the text, or what the function makes of the decision', async () => {
    expect(await replacement({ replace: 'No.' })).toBe('No.');
    expect(
      await replacement({
        replace: ({ direction, result }: Decision) => `${direction}: ${result.categories}`,
      }),
    ).toBe('prompt: prompt_injection');
  });

  test('gives nothing for a decision that lets something through', async () => {
    const guardrail = createGuardrail({ scanner: fakeScanner(), policy: { onBlock: { replace: 'No.' } } });
    expect(guardrail.replacementFor(await guardrail.checkPrompt('fine'))).toBeUndefined();
  });

  const odd: readonly [string, () => unknown][] = [
    [
      'throws',
      () => {
        throw new Error(SECRET);
      },
    ],
    ['returns nothing', () => undefined],
    ['returns an empty text', () => ''],
    ['returns an object', () => ({ toString: () => SECRET })],
    ['is asynchronous', async () => 'later'],
    ['rejects', () => Promise.reject(new Error(SECRET))],
  ];
  test.each(odd)('a function that %s: a fixed sentence', async (_name, replace) => {
    const unhandled = vi.fn();
    process.on('unhandledRejection', unhandled);
    expect(await replacement({ replace: replace as () => string })).toBe(NEUTRAL_REPLACEMENT);
    await new Promise((resolve) => setImmediate(resolve));
    process.off('unhandledRejection', unhandled);
    expect(unhandled).not.toHaveBeenCalled();
  });

  test('a function sees no content and cannot change the decision', async () => {
    const seen: string[] = [];
    const guardrail = guardrailWith({
      replace: (decision: Decision) => {
        seen.push(printed(decision));
        Object.assign(decision, { outcome: 'allow' });
        Object.assign(decision.result, { action: 'allow' });
        return 'No.';
      },
    });
    const decision: Decision = await guardrail.checkPrompt(SECRET);
    expect(guardrail.replacementFor(decision)).toBe('No.');
    expect(decision).toMatchObject({ outcome: 'block', result: { action: 'block' } });
    expect(seen).toHaveLength(1);
    expect(seen[0]).not.toContain('zebra');
  });
});
