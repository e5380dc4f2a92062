import { createGuardrail, GuardrailViolationError } from 'airs-guardrails';
import {
  guardModel,
  guardProvider,
  guardRerankingModel,
  guardSpeechModel,
  guardTranscriptionModel,
} from 'airs-guardrails/ai-sdk';
import { describe, expect, it, vi } from 'vitest';
import { CARD, cardScanner } from './card.js';
import { versions } from './versions.js';

const redacting = () => createGuardrail({ scanner: cardScanner(), policy: 'redact' });
const refusing = () =>
  createGuardrail({
    scanner: cardScanner(),
    policy: { prompt: { dlp: 'block' }, response: { dlp: 'block' } },
  });

const speech = () => ({
  specificationVersion: 'v4',
  provider: 'p',
  modelId: 'speech',
  doGenerate: vi.fn(async (_params: object) => ({ audio: 'AAAA', warnings: [], response: {} })),
});

const transcription = (text: string) => ({
  specificationVersion: 'v4',
  provider: 'p',
  modelId: 'transcription',
  doGenerate: vi.fn(async (_params: object) => ({
    text,
    segments: [{ text, startSecond: 0, endSecond: 1 }],
    warnings: [],
    response: { body: { said: text } },
  })),
});

const reranking = () => ({
  specificationVersion: 'v4',
  provider: 'p',
  modelId: 'reranking',
  doRerank: vi.fn(async (_params: object) => ({ ranking: [{ index: 0, relevanceScore: 1 }] })),
});

describe('guardSpeechModel', () => {
  it('has texts judged before they are spoken', async () => {
    const model = speech();
    await guardSpeechModel(model, redacting()).doGenerate({
      text: `Card ${CARD}`,
      instructions: `Say ${CARD}`,
    });
    expect(model.doGenerate.mock.calls).toEqual([
      [{ text: 'Card [CREDIT_CARD]', instructions: 'Say [CREDIT_CARD]' }],
    ]);
    const refused = guardSpeechModel(model, refusing()).doGenerate({ text: `Card ${CARD}` });
    await expect(refused).rejects.toBeInstanceOf(GuardrailViolationError);
    expect(model.doGenerate).toHaveBeenCalledOnce();
  });

  it('refuses streams, which nobody judges', () => {
    const model = { ...speech(), doStream: vi.fn() };
    expect(() => guardSpeechModel(model, redacting()).doStream()).toThrow(
      /cannot be guarded while it streams/,
    );
    expect(model.doStream).not.toHaveBeenCalled();
  });
});

describe('guardTranscriptionModel', () => {
  it('has transcripts judged, in text, segments and what the provider records', async () => {
    const result = await guardTranscriptionModel(transcription(`My card ${CARD}`), redacting()).doGenerate(
      {},
    );
    expect(result.text).toBe('My card [CREDIT_CARD]');
    expect(JSON.stringify(result)).not.toContain(CARD);
    const refused = guardTranscriptionModel(transcription(CARD), refusing()).doGenerate({});
    await expect(refused).rejects.toBeInstanceOf(GuardrailViolationError);
  });

  it('finds what is in a segment alone, and what two segments make together', async () => {
    const odd = (...texts: readonly string[]) => ({
      ...transcription('hello'),
      doGenerate: async (_params: object) => ({ text: 'hello', segments: texts.map((text) => ({ text })) }),
    });
    for (const texts of [[CARD], [CARD.slice(0, 7), CARD.slice(7)]]) {
      const refused = guardTranscriptionModel(odd(...texts), refusing()).doGenerate({});
      await expect(refused).rejects.toBeInstanceOf(GuardrailViolationError);
    }
  });

  it('gives a clean transcript as it is', async () => {
    const result = await guardTranscriptionModel(transcription('hello'), redacting()).doGenerate({});
    expect(result).toMatchObject({ text: 'hello', segments: [{ text: 'hello' }] });
  });
});

describe('guardRerankingModel', () => {
  it('has the query and every document judged, equal ones once', async () => {
    const model = reranking();
    const scanner = cardScanner();
    const guardrail = createGuardrail({ scanner, policy: 'redact' });
    const documents = { type: 'text', values: ['a', `b ${CARD}`, 'a'] };
    await guardRerankingModel(model, guardrail).doRerank({ query: `which ${CARD}?`, documents });
    expect(model.doRerank.mock.calls[0]?.[0]).toMatchObject({
      query: 'which [CREDIT_CARD]?',
      documents: { type: 'text', values: ['a', 'b [CREDIT_CARD]', 'a'] },
    });
    expect(scanner.requests.filter(({ prompt }) => prompt === 'a')).toHaveLength(1);
  });
});

describe.each(versions)('guardProvider on $name', ({ scripted, spec }) => {
  const language = () => scripted({ content: [{ type: 'text', text: `Card ${CARD}` }] }).model;
  const embedding = () => ({
    specificationVersion: spec,
    provider: 'p',
    modelId: 'e',
    maxEmbeddingsPerCall: 5,
    doEmbed: vi.fn(async ({ values }: { values: readonly string[] }) => ({
      embeddings: values.map(() => [1]),
    })),
  });
  const image = () => ({
    specificationVersion: spec,
    provider: 'p',
    modelId: 'i',
    maxImagesPerCall: 1,
    doGenerate: vi.fn(async (_params: object) => ({ images: [] })),
  });

  it('guards what every function of a provider gives', async () => {
    const models = { embedding: embedding(), image: image(), speech: speech(), rerank: reranking() };
    const provider = Object.assign((_id: string) => language(), {
      languageModel: (_id: string) => language(),
      chat: (_id: string) => language(),
      textEmbeddingModel: (_id: string) => models.embedding,
      image: (_id: string) => models.image,
      speech: (_id: string) => models.speech,
      transcription: (_id: string) => transcription(CARD),
      rerankingModel: (_id: string) => models.rerank,
      tools: { search: () => ({ type: 'provider-defined' }) },
    });
    const guarded = guardProvider(provider, redacting());
    for (const model of [guarded('m'), guarded.languageModel('m'), guarded.chat('m')]) {
      const { content } = await model.doGenerate({ prompt: [] });
      expect(content).toEqual([{ type: 'text', text: 'Card [CREDIT_CARD]' }]);
    }
    await guarded.textEmbeddingModel('e').doEmbed({ values: [CARD] });
    expect(models.embedding.doEmbed.mock.calls[0]?.[0].values).toEqual(['[CREDIT_CARD]']);
    await guarded.image('i').doGenerate({ prompt: CARD });
    expect(models.image.doGenerate.mock.calls[0]?.[0]).toMatchObject({ prompt: '[CREDIT_CARD]' });
    await guarded.speech('s').doGenerate({ text: CARD });
    expect(models.speech.doGenerate.mock.calls[0]?.[0]).toMatchObject({ text: '[CREDIT_CARD]' });
    expect((await guarded.transcription('t').doGenerate({})).text).toBe('[CREDIT_CARD]');
    await guarded.rerankingModel('r').doRerank({ query: CARD, documents: { type: 'text', values: [] } });
    expect(models.rerank.doRerank.mock.calls[0]?.[0]).toMatchObject({ query: '[CREDIT_CARD]' });
    expect(guarded.tools.search()).toEqual({ type: 'provider-defined' });
  });

  it('names or refuses models that nobody can judge', () => {
    const other = { specificationVersion: spec, provider: 'p', modelId: 'o', doStream: () => undefined };
    const provider = { realtime: (_id: string) => other };
    const onWarning = vi.fn();
    const open = guardProvider(provider, { scanner: cardScanner(), onWarning });
    expect(open.realtime('o')).toBe(other);
    open.realtime('o');
    expect(onWarning.mock.calls).toEqual([[expect.stringContaining('realtime()')]]);
    const closed = guardProvider(provider, { scanner: cardScanner(), policy: { unscannable: 'block' } });
    expect(() => closed.realtime('o')).toThrow(/realtime\(\) that cannot be judged/);
  });

  it('refuses what is no provider, and guardModel a model of another kind, by name', () => {
    for (const odd of [null, undefined, 'openai', language()]) {
      expect(() => guardProvider(odd as never)).toThrow(/provider must be a provider/);
    }
    for (const [model, name] of [
      [embedding(), 'guardEmbeddingModel'],
      [image(), 'guardImageModel'],
      [reranking(), 'guardRerankingModel'],
    ] as const) {
      expect(() => guardModel(model as never)).toThrow(name);
    }
    for (const odd of [null, undefined, 'gpt-5', {}]) {
      expect(() => guardModel(odd as never)).toThrow(/model must be a language model/);
    }
  });
});
