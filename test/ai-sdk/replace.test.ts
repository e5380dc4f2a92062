import { createGuardrail, type Decision, GuardrailViolationError } from 'airs-guardrails';
import { getGuardrailResults, guardrailMiddleware } from 'airs-guardrails/ai-sdk';
import { fakeScanner } from 'airs-guardrails/testing';
import { describe, expect, it, vi } from 'vitest';
import { collect, textBlock, versions } from './versions.js';

describe.each(versions)('a replacement on $name', (version) => {
  const { sdk } = version;
  const make = (answer: string, promptScan: 'before' | 'parallel' = 'before') => {
    const scanner = fakeScanner({
      verdicts: ({ prompt, response }) =>
        `${response ?? prompt}`.includes('BAD')
          ? {
              action: 'block',
              [response === undefined ? 'promptDetected' : 'responseDetected']: { toxicContent: true },
            }
          : {},
    });
    const replace = ({ direction }: Decision) => `I cannot say that (${direction}).`;
    const guardrail = createGuardrail({ scanner, policy: { onBlock: { replace } }, prompt: { promptScan } });
    const scripted = version.scripted({
      content: [{ type: 'text', text: answer }],
      stream: [...textBlock('1', answer), version.finish()],
    });
    const model = sdk.wrapLanguageModel({
      model: scripted.model,
      middleware: guardrailMiddleware(guardrail),
    });
    return { model, calls: scripted.calls };
  };

  it.each(['before', 'parallel'] as const)(
    'stands in for a refused prompt scanned %s',
    async (promptScan) => {
      const { model, calls } = make('never', promptScan);
      const result = await sdk.generateText({ model, prompt: 'BAD' });
      expect(result.text).toBe('I cannot say that (prompt).');
      expect(result.finishReason).toBe('content-filter');
      expect(getGuardrailResults(result).outcome).toBe('block');
      const onError = vi.fn();
      const stream = sdk.streamText({ model, prompt: 'BAD', onError });
      expect((await collect<string>(stream.textStream)).join('')).toBe('I cannot say that (prompt).');
      expect(await stream.finishReason).toBe('content-filter');
      expect(onError).not.toHaveBeenCalled();
      if (promptScan === 'before') expect(calls()).toBe(0);
    },
  );

  it('stands in for a refused answer, and for the rest of a stream', async () => {
    const { model } = make(`${'All is well here. '.repeat(20)}BAD words`);
    const result = await sdk.generateText({ model, prompt: 'Hi' });
    expect(result.text).toBe('I cannot say that (response).');
    const stream = sdk.streamText({ model, prompt: 'Hi' });
    const chunks = await collect<{ type: string }>(stream.toUIMessageStream());
    expect(JSON.stringify(chunks)).not.toContain('BAD');
    expect(chunks.filter(({ type }) => type === 'error')).toEqual([]);
    expect(chunks.filter(({ type }) => type === 'text-start')).toHaveLength(
      chunks.filter(({ type }) => type === 'text-end').length,
    );
    expect(await stream.text).toMatch(/I cannot say that \(response\)\.$/);
    expect(await stream.finishReason).toBe('content-filter');
  });

  it('throws where the answer is parsed', async () => {
    const { model } = make('{"a":"BAD"}');
    const call = model.doGenerate({
      prompt: [{ role: 'user', content: [{ type: 'text', text: 'Hi' }] }],
      responseFormat: { type: 'json' },
    });
    await expect(call).rejects.toBeInstanceOf(GuardrailViolationError);
  });
});
