import { InMemoryCache } from '@langchain/core/caches';
import { BaseLLM, LLM } from '@langchain/core/language_models/llms';
import { GenerationChunk } from '@langchain/core/outputs';
import { GuardrailConfigError, GuardrailViolationError } from 'airs-guardrails';
import { guardChatModel, guardLLM } from 'airs-guardrails/langchain';
import { fakeScanner } from 'airs-guardrails/testing';
import { describe, expect, it } from 'vitest';
import { ScriptedModel } from '../agent/scripted-model.js';
import { ATTACK, agentScanner, CARD } from '../agent/support.js';
import { nothingIn, watcher } from '../battery/watching.js';
import { rejection } from '../support.js';

/** A text model that says what it is told to, and remembers its prompts. */
class Text extends LLM {
  readonly prompts: string[] = [];
  readonly says: string;

  constructor(says: string, more: object = {}) {
    super({ maxRetries: 0, ...more });
    this.says = says;
  }
  override _llmType(): string {
    return 'text';
  }
  override async _call(prompt: string): Promise<string> {
    this.prompts.push(prompt);
    return this.says;
  }
}

class Streaming extends Text {
  override async *_streamResponseChunks(prompt: string): AsyncGenerator<GenerationChunk> {
    this.prompts.push(prompt);
    for (const text of this.says.match(/\S{1,6}\s*/g) ?? []) yield new GenerationChunk({ text });
    yield new GenerationChunk({ text: '', generationInfo: { note: this.says } });
  }
}

const options = (policy: 'redact' | 'balanced' = 'redact') => ({ scanner: agentScanner(), policy });
const streamed = async (model: Text, prompt: string, config: object = {}) => {
  const pieces: string[] = [];
  for await (const piece of await model.stream(prompt, config)) pieces.push(piece);
  return pieces;
};

describe('a guarded text model', () => {
  it('gets prompts that have passed, and gives answers that have', async () => {
    const own = watcher();
    const model = new Text(`is ${CARD}`);
    const guarded = guardLLM(model, options());
    expect(await guarded.invoke(`pay ${CARD}`, { callbacks: [own.handler as never] })).toBe(
      'is [CREDIT_CARD]',
    );
    expect(model.prompts).toEqual(['pay [CREDIT_CARD]']);
    nothingIn(
      own.told.filter(({ method }) => method !== 'handleLLMStart'),
      '',
    );
    expect(await guarded.batch(['a', 'b'])).toEqual(['is [CREDIT_CARD]', 'is [CREDIT_CARD]']);
    const { generations } = await guarded.generate(['a', 'b']);
    expect(generations.flat().map(({ text }) => text)).toEqual(['is [CREDIT_CARD]', 'is [CREDIT_CARD]']);
    const error = await rejection(guarded.withConfig({ tags: ['x'] }).invoke(ATTACK));
    expect(error).toBeInstanceOf(GuardrailViolationError);
    expect(model.prompts).not.toContain(ATTACK);
    expect([guarded instanceof Text, guarded instanceof BaseLLM]).toEqual([true, true]);
  });

  it('streams what has passed, and throws in the middle', async () => {
    const own = watcher();
    const long = `${'words '.repeat(300)}and ${CARD} too`;
    const pieces = await streamed(guardLLM(new Streaming(long), options()), 'hi', {
      callbacks: [own.handler],
    });
    expect(pieces.join('')).toBe(long.replace(CARD, '[CREDIT_CARD]'));
    expect(pieces.length).toBeGreaterThan(2);
    nothingIn(own.told, pieces);
    const refused = guardLLM(new Streaming(`${'words '.repeat(300)} ${ATTACK}`), options());
    await expect(streamed(refused, 'hi')).rejects.toBeInstanceOf(GuardrailViolationError);
    const unasked = new Streaming('fine');
    await expect(streamed(guardLLM(unasked, options()), ATTACK)).rejects.toBeInstanceOf(
      GuardrailViolationError,
    );
    expect(unasked.prompts).toEqual([]);
    expect((await streamed(guardLLM(new Text(`is ${CARD}`), options()), 'hi')).join('')).toBe(
      'is [CREDIT_CARD]',
    );
  });

  it("ends with the policy's text where it has one", async () => {
    const policy = { preset: 'redact', onBlock: { replace: 'Not here.' } } as const;
    const guard = { scanner: agentScanner(), policy };
    expect(await guardLLM(new Text(ATTACK), guard).invoke('hi')).toBe('Not here.');
    expect(await streamed(guardLLM(new Streaming('fine'), guard), ATTACK)).toEqual(['Not here.']);
  });

  it('takes no answer out of a cache that this guardrail has not let in', async () => {
    const cache = new InMemoryCache();
    const raw = new Text(`is ${CARD}`, { cache });
    await raw.invoke('hi');
    const guarded = guardLLM(raw, options());
    expect(await guarded.invoke('hi')).toBe('is [CREDIT_CARD]');
    expect(await guarded.invoke('hi')).toBe('is [CREDIT_CARD]');
    expect(raw.prompts).toHaveLength(2);
  });

  it('is no chat model, and a chat model is no text model', async () => {
    const model = new Text('fine');
    const chat = new ScriptedModel([]);
    const cases: readonly [() => unknown, string][] = [
      [() => guardChatModel(model as never, { scanner: fakeScanner() }), 'guardLLM'],
      [() => guardLLM(chat as never, { scanner: fakeScanner() }), 'guardChatModel'],
      [
        () => guardChatModel(chat.bindTools([]) as never, { scanner: fakeScanner() }),
        'bind what guardChatModel',
      ],
      [() => guardChatModel(undefined as never, { scanner: fakeScanner() }), 'chat model'],
      [() => guardLLM(null as never, { scanner: fakeScanner() }), 'text model'],
    ];
    for (const [guard, words] of cases) {
      expect(guard).toThrow(GuardrailConfigError);
      expect(guard).toThrow(words);
    }
    expect(model.prompts).toEqual([]);
  });
});
