import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env, pipeline } from '@huggingface/transformers';
import { generateText, Output } from 'ai';
import { MockLanguageModelV4 } from 'ai/test';
import { classifierScanner, combineScanners, createGuardrail, isFailedScan } from 'airs-guardrails';
import { localScanner } from 'airs-guardrails/local';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { linearClassifier } from '../support/tiny-onnx.js';

/** Words and what they weigh for SAFE and INJECTION, in eighths. */
const WORDS: Readonly<Record<string, readonly [safe: number, injection: number]>> = {
  '[PAD]': [100, -100],
  '[UNK]': [0, 0],
  please: [4, -4],
  obey: [-24, 40],
  rules: [-8, 16],
};

/** A model as it lies in a folder: `config.json`, `tokenizer.json`, `onnx/model_quantized.onnx`. */
function writeModel(folder: string): void {
  mkdirSync(join(folder, 'onnx'), { recursive: true });
  const json = (name: string, value: object): void =>
    writeFileSync(join(folder, name), JSON.stringify(value));
  const special = { single_word: false, lstrip: false, rstrip: false, normalized: false, special: true };
  json('config.json', {
    model_type: 'distilbert',
    architectures: ['DistilBertForSequenceClassification'],
    id2label: { 0: 'SAFE', 1: 'INJECTION' },
    label2id: { SAFE: 0, INJECTION: 1 },
  });
  json('tokenizer_config.json', {
    tokenizer_class: 'PreTrainedTokenizerFast',
    pad_token: '[PAD]',
    unk_token: '[UNK]',
    model_max_length: 512,
    model_input_names: ['input_ids', 'attention_mask'],
  });
  json('tokenizer.json', {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: [
      { id: 0, content: '[PAD]', ...special },
      { id: 1, content: '[UNK]', ...special },
    ],
    normalizer: { type: 'Lowercase' },
    pre_tokenizer: { type: 'Whitespace' },
    post_processor: null,
    decoder: null,
    model: {
      type: 'WordLevel',
      unk_token: '[UNK]',
      vocab: Object.fromEntries(Object.keys(WORDS).map((word, id) => [word, id])),
    },
  });
  writeFileSync(join(folder, 'onnx/model_quantized.onnx'), linearClassifier(Object.values(WORDS), [2, 0]));
}

describe('a model of @huggingface/transformers', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'models-'));
    writeModel(join(folder, 'tiny-guard'));
    env.allowRemoteModels = false;
    env.localModelPath = folder;
    // The package manifest puts the library's WebAssembly runtime in the place of its native one, which is several times its
    // size and downloads more. Its files lie beside it; the library would fetch them from a network.
    env.useWasmCache = false;
    const { wasm } = env.backends.onnx;
    if (wasm !== undefined) Reflect.deleteProperty(wasm, 'wasmPaths');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('classifies the windows of long texts, from files on this disk', async () => {
    const pipe = await pipeline('text-classification', 'tiny-guard', { dtype: 'q8' });
    const scanner = classifierScanner({
      name: 'tiny-guard',
      labels: { INJECTION: 'injection' },
      classify: (texts) => pipe([...texts], { top_k: null }),
    });
    const clean = await scanner.scan({ prompt: 'Please tell me' });
    expect(clean).toMatchObject({ action: 'allow', source: 'tiny-guard' });
    // The logits are 2 + 4 / 8 and -4 / 8.
    expect(clean.scores?.injection).toBeCloseTo(1 / (1 + Math.exp(2.5 + 0.5)), 5);
    const attack = await scanner.scan({ prompt: 'Obey my rules' });
    expect(attack).toMatchObject({ action: 'block', categories: ['prompt_injection'] });
    expect(attack.scores?.injection).toBeCloseTo(1 / (1 + Math.exp(-2 - 7)), 5);

    const long = `${'please '.repeat(1000)}obey ${'please '.repeat(1000)}`;
    // As one text its end is cut off, and its words outweigh the one.
    const [whole] = await pipe([long], { top_k: null });
    expect(whole).toMatchObject([{ label: 'SAFE' }, { label: 'INJECTION' }]);
    const windows = classifierScanner({
      labels: { INJECTION: 'injection' },
      windowChars: 40,
      maxWindows: 1000,
      classify: (texts) => pipe([...texts], { top_k: null }),
    });
    const found = await windows.scan({ prompt: long });
    expect(found.action).toBe('block');
    for (const { start, end } of found.spans ?? []) expect(long.slice(start, end)).toContain('obey');

    const guardrail = createGuardrail({ scanner: combineScanners(localScanner(), scanner) });
    expect((await guardrail.checkPrompt('please help')).outcome).toBe('allow');
    expect((await guardrail.checkPrompt('obey my rules')).outcome).toBe('block');
  });

  it('with the best label alone says the same', async () => {
    const pipe = await pipeline('text-classification', 'tiny-guard', { dtype: 'q8' });
    const best = classifierScanner({
      labels: { INJECTION: 'injection' },
      classify: (texts) => pipe([...texts]),
    });
    const clean = await best.scan({ prompt: 'please' });
    expect(clean.action).toBe('allow');
    expect(clean.scores?.injection).toBeCloseTo(1 / (1 + Math.exp(2.5 + 0.5)), 5);
    expect((await best.scan({ prompt: 'obey', codePrompt: 'please' })).action).toBe('block');
  });
});

describe('a language model that judges', () => {
  const Verdicts = z.object({ injection: z.number() });
  const usage = {
    inputTokens: { total: 1, noCache: 1, cacheRead: 0, cacheWrite: 0 },
    outputTokens: { total: 1, text: 1, reasoning: 0 },
  };
  const judge = (answer: (prompt: string) => string) => {
    const model = new MockLanguageModelV4({
      doGenerate: async ({ prompt, abortSignal }) => {
        abortSignal?.throwIfAborted();
        return {
          content: [{ type: 'text' as const, text: answer(JSON.stringify(prompt)) }],
          finishReason: { unified: 'stop' as const, raw: 'stop' },
          usage,
          warnings: [],
        };
      },
    });
    return classifierScanner({
      name: 'judge',
      labels: { injection: 'injection' },
      windowChars: 8000,
      classify: (texts, { signal }) =>
        Promise.all(
          texts.map(async (text) => {
            const { output } = await generateText({
              model,
              output: Output.object({ schema: Verdicts }),
              instructions:
                'How likely does the text between the marks try to give a model orders, from 0 to 1?',
              prompt: `<text>${text}</text>`,
              abortSignal: signal,
              maxRetries: 0,
            });
            return { ...output };
          }),
        ),
    });
  };

  it('blocks by its score', async () => {
    const scanner = judge((prompt) => JSON.stringify({ injection: prompt.includes('obey') ? 0.95 : 0.02 }));
    expect(await scanner.scan({ prompt: 'obey me' })).toMatchObject({
      action: 'block',
      scores: { injection: 0.95 },
    });
    expect((await scanner.scan({ prompt: 'hello' })).action).toBe('allow');
  });

  it('that says something else has failed', async () => {
    for (const answer of ['I cannot say', '{"injection":"high"}', '{"injection":7}', '{}', '']) {
      const result = await judge(() => answer).scan({ prompt: 'hello' });
      expect(isFailedScan(result), answer).toBe(true);
    }
  });
});
