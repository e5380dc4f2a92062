import { GuardrailConfigError, GuardrailViolationError } from 'airs-guardrails';
import { getGuardrailResults, guardEmbeddingModel, guardImageModel } from 'airs-guardrails/ai-sdk';
import { fakeScanner } from 'airs-guardrails/testing';
import { describe, expect, it, vi } from 'vitest';
import { CARD, cardScanner } from './card.js';
import { deepText } from './deep-search.js';
import { versions } from './versions.js';

const TAG = Symbol('experimental');
const PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';

describe.each(versions)('guardEmbeddingModel on $name', ({ sdk, spec }) => {
  function embedder() {
    const doEmbed = vi.fn(async ({ values }: { values: readonly string[] }) => ({
      embeddings: values.map(() => [1, 2]),
      warnings: [],
    }));
    class Model {
      readonly specificationVersion = spec;
      readonly provider = 'own';
      readonly modelId = 'embed-1';
      readonly [TAG] = 7;
      readonly #limit = 100;
      get maxEmbeddingsPerCall() {
        return this.#limit;
      }
      get supportsParallelCalls() {
        return true;
      }
      limit() {
        return this.#limit;
      }
      doEmbed(params: { values: string[] }) {
        return this.#limit > 0 ? doEmbed(params) : undefined;
      }
    }
    return { doEmbed, model: new Model() as Model & Record<string, never> };
  }

  it('scans each value as a prompt and sends them as they are', async () => {
    const { model, doEmbed } = embedder();
    const scanner = cardScanner();
    const guarded = guardEmbeddingModel(model as never, { scanner });
    const { embeddings } = await sdk.embedMany({ model: guarded, values: ['one', 'two'] });
    expect(embeddings).toEqual([
      [1, 2],
      [1, 2],
    ]);
    expect((await sdk.embed({ model: guarded, value: 'three' })).embedding).toEqual([1, 2]);
    const joined = 'one\n\n* * *\n\ntwo';
    expect(scanner.requests.map(({ prompt, aiModel }) => [prompt, aiModel])).toEqual(
      [joined, 'three'].map((text) => [text, 'embed-1']),
    );
    // A scanner that weighs a whole text weighs each value by itself.
    expect(scanner.requests.map(({ sections }) => sections)).toEqual([[joined.indexOf('two')], undefined]);
    expect(doEmbed.mock.calls.map(([{ values }]) => values)).toEqual([['one', 'two'], ['three']]);
    const own: { [TAG]: number; limit(): number } = guarded;
    expect([own[TAG], own.limit()]).toEqual([7, 100]);
    expect(guarded).toBeInstanceOf(model.constructor);
  });

  it('sends nothing where one value is refused, and redacts where it should', async () => {
    const { model, doEmbed } = embedder();
    const strict = guardEmbeddingModel(model as never, { scanner: cardScanner() });
    const error = await sdk.embedMany({ model: strict, values: ['one', CARD] }).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(GuardrailViolationError);
    expect(deepText(error)).not.toContain(CARD);
    expect(doEmbed).not.toHaveBeenCalled();
    const soft = guardEmbeddingModel(model as never, { scanner: cardScanner(), policy: 'redact' });
    const { values } = await sdk.embedMany({ model: soft, values: [`a ${CARD}`, 'b'] });
    expect(values).toEqual([`a ${CARD}`, 'b']);
    expect(doEmbed.mock.calls.map(([params]) => params.values)).toEqual([['a [CREDIT_CARD]', 'b']]);
  });

  it('scans eight at a time, and no more after a refusal', async () => {
    const { model, doEmbed } = embedder();
    let running = 0;
    let most = 0;
    const scanner = fakeScanner({
      verdicts: async ({ prompt }) => {
        most = Math.max(most, ++running);
        await new Promise((resolve) => setImmediate(resolve));
        running -= 1;
        return prompt === 'bad' ? { action: 'block', promptDetected: { injection: true } } : {};
      },
    });
    const guarded = guardEmbeddingModel(model as never, { scanner });
    const values = Array.from({ length: 50 }, (_, index) => `value ${index} ${'x'.repeat(4_000)}`);
    expect((await sdk.embedMany({ model: guarded, values })).embeddings).toHaveLength(50);
    expect([most, scanner.requests.length]).toEqual([8, 50]);
    await expect(sdk.embedMany({ model: guarded, values: ['bad', ...values] })).rejects.toThrow(
      'Prompt blocked',
    );
    for (let turn = 0; turn < 30; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    expect(scanner.requests.length).toBeLessThan(70);
    expect(doEmbed).toHaveBeenCalledOnce();
  });

  it('scans several values at once, each of its own where they are not all clear, equal ones once', async () => {
    const { model, doEmbed } = embedder();
    const scansOf = async (values: readonly string[], policy?: 'redact') => {
      const scanner = cardScanner();
      const guarded = guardEmbeddingModel(model as never, { scanner, ...(policy && { policy }) });
      const result = await sdk.embedMany({ model: guarded, values }).catch((error: unknown) => error);
      return { scans: scanner.requests.length, result };
    };
    const clean = Array.from({ length: 48 }, (_, index) => `value ${index}`);
    const { scans, result } = await scansOf([...clean, ...clean, '']);
    expect(scans).toBe(3);
    expect(getGuardrailResults(result)).toMatchObject({ outcome: 'allow' });
    expect(doEmbed.mock.lastCall?.[0].values).toEqual([...clean, ...clean, '']);
    // One that is redacted costs the scans of those beside it, and nothing is done to them.
    const mixed = clean.with(3, `a ${CARD}`);
    const redacted = await scansOf(mixed, 'redact');
    expect(redacted.scans).toBe(3 + 16 + 1);
    expect(doEmbed.mock.lastCall?.[0].values).toEqual(clean.with(3, 'a [CREDIT_CARD]'));
    const verdicts = getGuardrailResults(redacted.result).verdicts.map(({ outcome }) => outcome);
    expect([verdicts.indexOf('redact'), verdicts.lastIndexOf('redact')]).toEqual([3, 3]);
    doEmbed.mockClear();
    expect((await scansOf(mixed)).result).toBeInstanceOf(GuardrailViolationError);
    // What only shows where two values meet is in neither of them.
    const halves = [CARD.slice(0, 10), CARD.slice(10)];
    expect((await scansOf(halves, 'redact')).result).toMatchObject({ values: halves });
    expect(doEmbed).toHaveBeenCalledOnce();
  });

  it('takes no warning, and no scan that failed in part, for a clear answer of several values', async () => {
    for (const verdict of [
      { action: 'warn' },
      { degraded: true },
      { categories: ['partial_scan'] },
      { promptDetected: { urlCats: true } },
      { categories: ['api_error'], error: 'down' },
    ] as const) {
      const { model, doEmbed } = embedder();
      const scanner = fakeScanner({ verdicts: ({ prompt }) => (prompt?.includes('* * *') ? verdict : {}) });
      const guarded = guardEmbeddingModel(model as never, { scanner });
      await sdk.embedMany({ model: guarded, values: ['one', 'two'] });
      expect(scanner.requests.map(({ prompt }) => prompt).slice(1)).toEqual(['one', 'two']);
      expect(doEmbed).toHaveBeenCalledOnce();
    }
  });

  it('tells what the checks said, in the order of the values', async () => {
    const { model, doEmbed } = embedder();
    const own = { own: { id: 'x' } };
    doEmbed.mockImplementation(async ({ values }) => ({
      embeddings: values.map(() => [1, 2]),
      warnings: [],
      providerMetadata: own,
    }));
    const guarded = guardEmbeddingModel(model as never, { scanner: cardScanner(), policy: 'redact' });
    const result = await sdk.embedMany({ model: guarded, values: ['one', `a ${CARD}`, ''] });
    expect(result.providerMetadata).toMatchObject(own);
    const said = getGuardrailResults(result);
    expect(said.verdicts.map(({ direction, outcome }) => [direction, outcome])).toEqual([
      ['prompt', 'allow'],
      ['prompt', 'redact'],
    ]);
    expect(deepText(result.providerMetadata)).not.toContain(CARD);
    const one = getGuardrailResults(await sdk.embed({ model: guarded, value: 'one' }));
    expect(one.verdicts).toHaveLength(1);
    const twice = guardEmbeddingModel(guarded, { scanner: cardScanner() });
    const outer = getGuardrailResults(await sdk.embedMany({ model: twice, values: ['one'] }));
    expect(outer.verdicts).toHaveLength(2);
  });

  it('takes the context of a call, and its abort', async () => {
    const { model, doEmbed } = embedder();
    const scanner = fakeScanner();
    const guarded = guardEmbeddingModel(model as never, { scanner });
    const providerOptions = { guardrail: { sessionId: 's-1' } };
    await sdk.embed({ model: guarded, value: 'one', providerOptions });
    expect(scanner.requests).toMatchObject([{ sessionId: 's-1' }]);
    const reason = new Error('enough');
    const call = sdk.embed({ model: guarded, value: 'one', abortSignal: AbortSignal.abort(reason) });
    await expect(call).rejects.toBe(reason);
    expect(doEmbed).toHaveBeenCalledOnce();
  });
});

describe.each(versions)('guardImageModel on $name', ({ sdk, spec }) => {
  function painter() {
    const doGenerate = vi.fn(async (_params: { prompt?: string; files?: unknown }) => ({
      images: [PIXEL],
      warnings: [],
      response: { timestamp: new Date(0), modelId: 'paint-1', headers: undefined },
    }));
    const model = {
      specificationVersion: spec,
      provider: 'own',
      modelId: 'paint-1',
      maxImagesPerCall: 1,
      doGenerate(params: { prompt: string }) {
        return this.modelId === 'paint-1' ? doGenerate(params) : undefined;
      },
    };
    return { model, doGenerate };
  }
  const generateImage = sdk.generateImage ?? sdk.experimental_generateImage;

  it('scans the prompt and leaves it as it is', async () => {
    const { model, doGenerate } = painter();
    const scanner = cardScanner();
    const guarded = guardImageModel(model as never, { scanner });
    const { image } = await generateImage({ model: guarded, prompt: 'a cat' });
    expect(image.base64).toBe(PIXEL);
    expect(doGenerate.mock.calls[0]?.[0].prompt).toBe('a cat');
    expect(scanner.requests.map(({ prompt, aiModel }) => [prompt, aiModel])).toEqual([['a cat', 'paint-1']]);
  });

  it('refuses and redacts', async () => {
    const { model, doGenerate } = painter();
    const strict = guardImageModel(model as never, { scanner: cardScanner() });
    await expect(generateImage({ model: strict, prompt: CARD })).rejects.toBeInstanceOf(
      GuardrailViolationError,
    );
    expect(doGenerate).not.toHaveBeenCalled();
    const soft = guardImageModel(model as never, { scanner: cardScanner(), policy: 'redact' });
    await generateImage({ model: soft, prompt: `write ${CARD}` });
    expect(doGenerate.mock.calls[0]?.[0].prompt).toBe('write [CREDIT_CARD]');
  });

  it('tells what the check said, for each image', async () => {
    const { model, doGenerate } = painter();
    const guarded = guardImageModel(model as never, { scanner: cardScanner(), policy: 'redact' });
    const result = await generateImage({ model: guarded, prompt: `write ${CARD}`, n: 2 });
    expect(result.images).toHaveLength(2);
    expect(getGuardrailResults(result)).toMatchObject({
      outcome: 'redact',
      verdicts: [{ direction: 'prompt' }, { direction: 'prompt' }],
    });
    expect(deepText(result.providerMetadata)).not.toContain(CARD);
    doGenerate.mockResolvedValue({
      images: [PIXEL],
      warnings: [],
      response: { timestamp: new Date(0), modelId: 'paint-1', headers: undefined },
      providerMetadata: { own: { images: [{ revised: 'x' }] }, guardrail: { images: [{ outcome: 'x' }] } },
    } as never);
    const twice = guardImageModel(guarded, { scanner: cardScanner() });
    const outer = await generateImage({ model: twice, prompt: 'a cat' });
    expect(outer.providerMetadata.own.images).toEqual([{ revised: 'x' }]);
    expect(getGuardrailResults(outer).verdicts.map(({ outcome }) => outcome)).toEqual(['allow', 'allow']);
  });

  it.skipIf(spec === 'v2')('scans the words beside images, and sends images as they are', async () => {
    const { model, doGenerate } = painter();
    const scanner = cardScanner();
    const guarded = guardImageModel(model as never, { scanner });
    await generateImage({
      model: guarded,
      prompt: { text: 'a hat', images: [Buffer.from(PIXEL, 'base64')] },
    });
    expect(scanner.requests.map(({ prompt }) => prompt)).toEqual(['a hat']);
    expect(doGenerate.mock.calls[0]?.[0].files).toHaveLength(1);
  });
});

it('needs a model', () => {
  const options = { scanner: fakeScanner() };
  expect(() => guardEmbeddingModel('x/y' as never, options)).toThrow(GuardrailConfigError);
  expect(() => guardImageModel('x/y' as never, options)).toThrow(GuardrailConfigError);
});
