import { GuardrailConfigError, GuardrailViolationError } from 'airs-guardrails';
import { guardModel, guardrailMiddleware } from 'airs-guardrails/ai-sdk';
import { fakeScanner } from 'airs-guardrails/testing';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { CARD, cardScanner } from './card.js';
import { deepText } from './deep-search.js';
import { collect, textBlock, versions } from './versions.js';

describe.each(versions)('guardModel on $name', (version) => {
  const { sdk, spec } = version;
  const script = (text: string) => ({
    content: [{ type: 'text', text }],
    stream: [{ type: 'stream-start', warnings: [] }, ...textBlock('1', text), version.finish()],
  });

  function guarded(text: string, policy?: 'redact') {
    const scanner = cardScanner();
    const scripted = version.scripted(script(text));
    return {
      ...scripted,
      scanner,
      guarded: guardModel(scripted.model, { scanner, ...(policy && { policy }) }),
    };
  }

  it('keeps what the model says of itself, and reads supportedUrls when asked', () => {
    const { model } = version.scripted({});
    let asked = 0;
    Object.defineProperty(model, 'supportedUrls', { get: () => ({ asked: ++asked }) });
    const own = guardModel(model, { scanner: fakeScanner() });
    expect([own.specificationVersion, own.provider, own.modelId]).toEqual([
      spec,
      model.provider,
      model.modelId,
    ]);
    expect([asked, own.supportedUrls, own.supportedUrls]).toEqual([0, { asked: 1 }, { asked: 2 }]);
    expect(Object.keys(own).sort()).toEqual(
      ['specificationVersion', 'provider', 'modelId', 'supportedUrls', 'doGenerate', 'doStream'].sort(),
    );
  });

  it('lets clean calls through as they are, and scans both sides', async () => {
    const own = guarded('All is well.');
    const result = await sdk.generateText({ model: own.guarded, prompt: 'hi' });
    const stream = sdk.streamText({ model: own.guarded, prompt: 'hi' });
    expect([result.text, result.finishReason, result.usage.inputTokens]).toEqual(['All is well.', 'stop', 3]);
    expect((await collect(stream.textStream)).join('')).toBe('All is well.');
    expect(await stream.finishReason).toBe('stop');
    expect(own.scanner.requests.map(({ prompt, response, aiModel }) => [prompt, response, aiModel])).toEqual(
      [
        ['hi', undefined],
        ['hi', 'All is well.'],
        ['hi', 'All is well.'],
      ].map((texts) => [...texts, own.model.modelId]),
    );
  });

  it('refuses and redacts on both sides, as the middleware does', async () => {
    const bad = guarded(`The card is ${CARD}.`);
    await expect(sdk.generateText({ model: bad.guarded, prompt: CARD })).rejects.toBeInstanceOf(
      GuardrailViolationError,
    );
    expect(bad.calls()).toBe(0);
    const error = await sdk.generateText({ model: bad.guarded, prompt: 'hi' }).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(GuardrailViolationError);
    const stream = sdk.streamText({ model: bad.guarded, prompt: 'hi', onError: () => undefined });
    expect(deepText(error, await collect(stream.fullStream))).not.toContain(CARD);
    expect(await stream.finishReason).toBe('content-filter');
    const soft = guarded(`The card is ${CARD}.`, 'redact');
    const { text } = await sdk.generateText({ model: soft.guarded, prompt: `Mine is ${CARD}` });
    expect(text).toBe('The card is [CREDIT_CARD].');
    expect(deepText(soft.prompts())).not.toContain(CARD);
    expect(deepText(soft.prompts())).toContain('Mine is [CREDIT_CARD]');
  });

  it('calls a class with private fields on itself', async () => {
    const { model } = version.scripted(script('fine'));
    class Provider {
      readonly specificationVersion = spec;
      readonly provider = 'own';
      readonly modelId = 'own-1';
      readonly #inner = model;
      get supportedUrls() {
        return this.#inner.supportedUrls;
      }
      doGenerate(options: never) {
        return this.#inner.doGenerate(options);
      }
      doStream(options: never) {
        return this.#inner.doStream(options);
      }
    }
    const own = guardModel(new Provider(), { scanner: fakeScanner() });
    expect(await own.supportedUrls).toEqual({});
    expect((await sdk.generateText({ model: own, prompt: 'hi' })).text).toBe('fine');
    expect(await sdk.streamText({ model: own, prompt: 'hi' }).text).toBe('fine');
  });

  it('guards an agent through its steps', async () => {
    const own = guarded('fine');
    const Agent = sdk.ToolLoopAgent ?? sdk.Experimental_Agent;
    expect((await new Agent({ model: own.guarded }).generate({ prompt: 'hi' })).text).toBe('fine');
    expect(own.scanner.requests).toHaveLength(2);
  });

  describe('models named by a string', () => {
    afterEach(() => {
      Reflect.deleteProperty(globalThis, 'AI_SDK_DEFAULT_PROVIDER');
    });

    it('are guarded through the default provider', async () => {
      const scanner = cardScanner();
      const clean = version.scripted(script('fine'));
      const bad = version.scripted(script(CARD));
      const provider = sdk.customProvider({ languageModels: { 'x/y': clean.model, 'x/z': bad.model } });
      Reflect.set(
        globalThis,
        'AI_SDK_DEFAULT_PROVIDER',
        sdk.wrapProvider({ provider, languageModelMiddleware: guardrailMiddleware({ scanner }) }),
      );
      expect((await sdk.generateText({ model: 'x/y', prompt: 'hi' })).text).toBe('fine');
      expect(scanner.requests.map(({ prompt, response }) => [prompt, response])).toEqual([
        ['hi', undefined],
        ['hi', 'fine'],
      ]);
      await expect(sdk.generateText({ model: 'x/y', prompt: CARD })).rejects.toBeInstanceOf(
        GuardrailViolationError,
      );
      const onError = vi.fn();
      const stream = sdk.streamText({ model: 'x/z', prompt: 'hi', onError });
      expect(deepText(await collect(stream.fullStream))).not.toContain(CARD);
      expect([onError.mock.calls.length, clean.calls(), bad.calls()]).toEqual([1, 1, 1]);
    });
  });
});

describe('guardModel', () => {
  it.each([
    ['a string', 'openai/gpt-5'],
    ['a model of ai 4', { specificationVersion: 'v1' }],
    ['a version that is not known yet', { specificationVersion: 'v9' }],
  ])('refuses %s', (_what, model) => {
    expect(() => guardModel(model as never, { scanner: fakeScanner() })).toThrow(GuardrailConfigError);
  });

  const pairs = versions.flatMap((newer, index) =>
    versions.slice(0, index).map((older) => ({ older, newer })),
  );

  it.each(pairs)('serves a model of $older.name in $newer.name', async ({ older, newer: { sdk } }) => {
    const scanner = fakeScanner();
    const { model } = older.scripted({
      content: [{ type: 'text', text: 'fine' }],
      stream: [{ type: 'stream-start', warnings: [] }, ...textBlock('1', 'fine'), older.finish()],
    });
    const guarded = guardModel(model, { scanner });
    const result = await sdk.generateText({ model: guarded, prompt: 'hi' });
    expect([result.text, result.finishReason, result.usage.inputTokens]).toEqual(['fine', 'stop', 3]);
    const stream = sdk.streamText({ model: guarded, prompt: 'hi' });
    expect([await stream.text, await stream.finishReason]).toEqual(['fine', 'stop']);
    expect(scanner.requests).toHaveLength(3);
  });
});
