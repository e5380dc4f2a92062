import { generateText } from 'ai';
import { MockLanguageModelV3 } from 'ai/test';
import { createGuardrail, type GuardrailEvent } from 'airs-guardrails';
import { guardModel } from 'airs-guardrails/ai-sdk';
import { fakeScanner } from 'airs-guardrails/testing';
import { describe, expect, it } from 'vitest';

describe('a refusal that is remembered', () => {
  it('is reported each time it is refused again', async () => {
    const events: GuardrailEvent[] = [];
    const scanner = fakeScanner({ verdicts: { action: 'block', promptDetected: { injection: true } } });
    const guardrail = createGuardrail({ scanner, onEvent: (event) => void events.push(event) });
    const model = guardModel(
      new MockLanguageModelV3({ doGenerate: () => Promise.reject(new Error('asked')) }),
      guardrail,
    );
    const ask = () => generateText({ model, prompt: 'the same attack', maxRetries: 0 });
    await expect(ask()).rejects.toThrow('Prompt blocked');
    await expect(ask()).rejects.toThrow('Prompt blocked');
    expect(scanner.requests).toHaveLength(1);
    const decisions = events.filter(({ type }) => type === 'decision');
    expect(decisions).toMatchObject([
      { outcome: 'block', reason: 'violation', direction: 'prompt' },
      { outcome: 'block', reason: 'violation', direction: 'prompt', remembered: true },
    ]);
    expect(decisions[0]).not.toHaveProperty('remembered');
    expect(JSON.stringify(events)).not.toContain('the same attack');
  });
});
