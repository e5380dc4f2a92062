import { InMemoryCache } from '@langchain/core/caches';
import { AIMessage, HumanMessage } from '@langchain/core/messages';
import { RunnableLambda } from '@langchain/core/runnables';
import { fakeModel } from '@langchain/core/testing';
import { MemorySaver } from '@langchain/langgraph';
import { ChatOpenAI } from '@langchain/openai';
import {
  createGuardrail,
  findGuardrailError,
  GuardrailConfigError,
  GuardrailViolationError,
} from 'airs-guardrails';
import { guardChatModel } from 'airs-guardrails/langchain';
import { guardrailAgentMiddleware } from 'airs-guardrails/langchain/agent';
import { createAgent, modelRetryMiddleware, providerStrategy, toolStrategy } from 'langchain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Provider, startProvider } from '../battery/provider.js';
import { rejection } from '../support.js';
import { ScriptedModel } from './scripted-model.js';
import {
  ATTACK,
  agentScanner,
  CARD,
  calling,
  holds,
  lookup,
  lookupSchema,
  setUp,
  textsOf,
  WAYS,
  watch,
} from './support.js';

const schema = z.object({ note: z.string() });
const config = { configurable: { thread_id: 'thread-1' } };

describe('structured responses of a guarded agent', () => {
  const strategies = [
    [
      'a tool',
      toolStrategy(schema),
      (note: string) => ({ calls: [{ id: 'c', name: 'extract-1', args: { note } }] }),
    ],
    ['the provider', providerStrategy(schema), (note: string) => ({ text: JSON.stringify({ note }) })],
  ] as const;

  it.each(strategies)(
    'are redacted, or refused with an error, by way of %s',
    async (_, responseFormat, script) => {
      const answer = (model: ScriptedModel, note: string) => {
        const name =
          Reflect.get(Object(responseFormat), 'name') ??
          Reflect.get(Object(Reflect.get(Object(responseFormat), '0')), 'name');
        const made = script(note);
        if ('calls' in made)
          model.turns.scripts.push({
            calls: made.calls.map((call) => ({ ...call, name: String(name ?? call.name) })),
          });
        else model.turns.scripts.push(made);
      };
      for (const exitBehavior of ['end', 'error'] as const) {
        const set = setUp({ answers: [], exitBehavior, more: { responseFormat } });
        answer(set.model, `is ${CARD}`);
        const state = await set.agent.invoke({ messages: [new HumanMessage('hello')] }, set.config);
        expect(Reflect.get(state, 'structuredResponse')).toEqual({ note: 'is [CREDIT_CARD]' });
        expect(holds([state, await set.thread()], CARD)).toBe(false);
        answer(set.model, ATTACK);
        const error = await rejection(set.agent.invoke({ messages: [new HumanMessage('more')] }, set.config));
        expect(findGuardrailError(error)).toBeInstanceOf(GuardrailViolationError);
        expect(holds([error, await set.thread()], ATTACK)).toBe(false);
      }
    },
  );

  it('are not asked for again once one was refused', async () => {
    const retry = modelRetryMiddleware({ initialDelayMs: 0, jitter: false, onFailure: 'error' });
    const text = JSON.stringify({ note: ATTACK });
    const set = setUp({
      answers: [{ text }, { text }, { text }],
      before: [retry as never],
      more: { responseFormat: providerStrategy(schema) },
    });
    const error = await rejection(set.say('hello'));
    expect(findGuardrailError(error)).toBeInstanceOf(GuardrailViolationError);
    expect(set.model.prompts).toHaveLength(1);
  });
});

describe('models of a guarded agent', () => {
  it('may be fakes that do not stream', async () => {
    for (const way of WAYS) {
      const model = fakeModel()
        .respond(new AIMessage(`is ${CARD}`))
        .respond(new AIMessage(ATTACK));
      const agent = createAgent({
        model,
        middleware: [guardrailAgentMiddleware({ scanner: agentScanner(), policy: 'redact' })],
        checkpointer: new MemorySaver(),
      });
      const first = await watch({ agent: agent as never, config }, way, 'hello');
      const second = await watch({ agent: agent as never, config }, way, 'more');
      const { messages } = (await agent.graph.getState(config)).values;
      expect(textsOf(messages)).toEqual([
        'human: hello',
        'ai: is [CREDIT_CARD]',
        'human: more',
        'ai: I cannot help with that: it was blocked by a safety policy.',
      ]);
      expect(holds([first.shown, second.shown, messages], CARD)).toBe(false);
      expect(holds([first.shown, second.shown, messages], ATTACK)).toBe(false);
    }
  });

  it('may have a config bound to them, and be guarded already', async () => {
    const bound = new ScriptedModel([{ text: `is ${CARD}` }]);
    const guarded = new ScriptedModel([{ text: `is ${CARD}` }]);
    const guardrail = createGuardrail({ scanner: agentScanner(), policy: 'redact' });
    const binding = bound.withConfig({ tags: ['mine'] });
    for (const model of [binding, guardChatModel(guarded, guardrail)]) {
      const agent = createAgent({
        model: model as never,
        middleware: [guardrailAgentMiddleware({ guardrail })],
      });
      const { messages } = await agent.invoke({ messages: [new HumanMessage('hello')] });
      expect(messages.at(-1)?.text).toBe('is [CREDIT_CARD]');
    }
    expect(Reflect.get(binding, 'bound')).toBe(bound);
  });

  it('may have a cache that somebody else has filled', async () => {
    const model = new ScriptedModel([]);
    const cache = new InMemoryCache();
    cache.lookup = async () => [{ text: `is ${CARD}`, message: new AIMessage(`is ${CARD}`) } as never];
    model.cache = cache;
    const agent = createAgent({
      model,
      middleware: [guardrailAgentMiddleware({ scanner: agentScanner(), policy: 'redact' })],
    });
    const { messages } = await agent.invoke({ messages: [new HumanMessage('hello')] });
    expect(messages.at(-1)?.text).toBe('is [CREDIT_CARD]');
    expect(model.prompts).toHaveLength(0);
  });

  it('are chat models, or the run is refused', async () => {
    const middleware = guardrailAgentMiddleware({ scanner: agentScanner() });
    const wrapModelCall: unknown = Reflect.get(middleware, 'wrapModelCall');
    if (typeof wrapModelCall !== 'function') throw new Error('No hook');
    const error = await rejection(wrapModelCall({ model: { invoke: () => 'x' }, messages: [] }, () => 'x'));
    expect(error).toBeInstanceOf(GuardrailConfigError);
    expect(() => guardrailAgentMiddleware({ exitBehavior: 'stop' as never })).toThrow(/exitBehavior/);
    expect(() => guardrailAgentMiddleware({ exitBehaviour: 'end' } as never)).toThrow(/exitBehaviour/);
  });
});

describe('a guarded agent with a provider', () => {
  let provider: Provider;
  beforeAll(async () => {
    provider = await startProvider();
  });
  afterAll(() => provider.close());

  const agentOf = (model: unknown) =>
    createAgent({
      model: model as never,
      tools: [lookup(({ q }) => `found ${q} ${CARD}`).tool],
      middleware: [guardrailAgentMiddleware({ scanner: agentScanner(), policy: 'redact' })],
      checkpointer: new MemorySaver(),
    });

  it.each(['completions', 'responses', 'a string'])('guards every way to look, with %s', async (kind) => {
    const fields = { model: 'gpt-test', apiKey: 'sk-test', maxRetries: 0 };
    const configuration = { baseURL: provider.url };
    const model =
      kind === 'a string'
        ? 'openai:gpt-test'
        : new ChatOpenAI({ ...fields, configuration, useResponsesApi: kind === 'responses' });
    const before = { key: process.env['OPENAI_API_KEY'], url: process.env['OPENAI_BASE_URL'] };
    process.env['OPENAI_API_KEY'] = 'sk-test';
    process.env['OPENAI_BASE_URL'] = provider.url;
    try {
      for (const way of WAYS) {
        provider.play((_, index) =>
          index === 0
            ? { calls: [{ name: 'lookup', args: ['{"q":"x ', CARD.slice(0, 9), `${CARD.slice(9)}"}`] }] }
            : { text: ['it ', 'is ', CARD.slice(0, 7), CARD.slice(7), ' so ', 'there'] },
        );
        const agent = agentOf(model);
        const seen = await watch({ agent: agent as never, config }, way, 'hello');
        expect([way, seen.error]).toEqual([way, undefined]);
        const { messages } = (await agent.graph.getState(config)).values;
        // The provider calls all its answers the same, so that the second one takes the place of the first.
        expect(textsOf(messages).sort()).toEqual([
          'ai: it is [CREDIT_CARD] so there',
          'human: hello',
          'tool: found x [CREDIT_CARD] [CREDIT_CARD]',
        ]);
        expect(provider.requests).toHaveLength(2);
        expect(JSON.stringify(provider.requests[1])).toContain('x [CREDIT_CARD]');
        expect(holds([seen.shown, seen.callbacks, messages, provider.requests], CARD), way).toBe(false);

        provider.play({ text: ['well, ', ...'so it goes '.repeat(90).split(' '), ATTACK, ' and on'] });
        const other = { configurable: { thread_id: 'thread-2' } };
        const refused = await watch({ agent: agent as never, config: other }, way, 'more');
        const state = (await agent.graph.getState(other)).values.messages;
        expect(state.at(-1)?.response_metadata.guardrail).toMatchObject({ direction: 'response' });
        expect(holds([refused.shown, refused.callbacks, state], ATTACK), way).toBe(false);
      }
    } finally {
      for (const [name, value] of [
        ['OPENAI_API_KEY', before.key],
        ['OPENAI_BASE_URL', before.url],
      ] as const)
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
    }
  });
});

describe('tools of a guarded agent', () => {
  it('may return directly', async () => {
    const { tool } = lookup(({ q }) => (q === 'bad' ? ATTACK : `is ${CARD}`), { returnDirect: true });
    const set = setUp({
      answers: [calling('x'), calling('bad', 'call-2'), { text: 'sorry' }],
      tools: [tool],
    });
    expect(textsOf(await set.say('hello')).at(-1)).toBe('tool: is [CREDIT_CARD]');
    expect(textsOf(await set.say('more')).slice(-2)).toEqual([
      'tool: This tool call was blocked by a safety policy.',
      'ai: sorry',
    ]);
  });

  it('may be agents', async () => {
    for (const guarded of [true, false]) {
      const scanner = agentScanner();
      const middleware = guarded ? [guardrailAgentMiddleware({ scanner, policy: 'redact' })] : [];
      const model = new ScriptedModel([{ text: `is ${CARD}` }, { text: ATTACK }]);
      const inner = createAgent({ model, middleware });
      const { tool } = lookup(
        async ({ q }) => (await inner.invoke({ messages: [new HumanMessage(q)] })).messages.at(-1)?.text,
      );
      const set = setUp({
        answers: [calling('x'), calling('y', 'call-2'), { text: 'done' }],
        tools: [tool],
      });
      const seen = await watch(set, 'values', 'hello');
      const texts = textsOf(await set.thread());
      expect(texts[2]).toBe('tool: is [CREDIT_CARD]');
      expect(texts[4]).toMatch(/^tool: .*blocked by a safety policy\.$/);
      expect(holds([seen.shown, await set.thread(), set.model.prompts], ATTACK)).toBe(false);
      expect(holds([seen.shown, await set.thread(), set.model.prompts], CARD)).toBe(false);
    }
  });

  it('may be made of runnables', async () => {
    for (const way of WAYS) {
      const inputs: unknown[] = [];
      const step = RunnableLambda.from((input: { q: string }) => {
        inputs.push(input);
        return input.q === 'bad' ? ATTACK : `is ${CARD}`;
      });
      const made = step.asTool({ name: 'lookup', description: 'looks', schema: lookupSchema });
      const set = setUp({
        answers: [calling(CARD), calling('bad', 'call-2'), { text: 'done' }],
        tools: [made as never],
      });
      const seen = await watch(set, way, 'hello');
      const texts = textsOf(await set.thread());
      expect([texts[2], texts[4]]).toEqual([
        'tool: is [CREDIT_CARD]',
        'tool: This tool call was blocked by a safety policy.',
      ]);
      expect(inputs).toEqual([{ q: '[CREDIT_CARD]' }, { q: 'bad' }]);
      expect(holds([seen.shown, seen.callbacks], ATTACK), way).toBe(false);
      expect(holds([seen.shown, seen.callbacks], CARD), way).toBe(false);
    }
  });

  it('may come in parts', async () => {
    const parts = async function* ({ q }: { q: string }) {
      yield `looking for ${q}`;
      yield { at: CARD };
      return `is ${q === 'bad' ? ATTACK : CARD}`;
    };
    for (const way of WAYS) {
      const { tool } = lookup(parts as never);
      const set = setUp({
        answers: [calling('x'), calling('bad', 'call-2'), { text: 'done' }],
        tools: [tool],
      });
      const seen = await watch(set, way, 'hello');
      const texts = textsOf(await set.thread());
      expect(texts[2]).toBe('tool: is [CREDIT_CARD]');
      expect(texts[4]).toMatch(/blocked by a safety policy\.$/);
      expect(holds([seen.shown, seen.callbacks], ATTACK), way).toBe(false);
      expect(holds([seen.shown, seen.callbacks], CARD), way).toBe(false);
    }
  });
});
