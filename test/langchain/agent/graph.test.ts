import { AIMessage, HumanMessage, ToolMessage } from '@langchain/core/messages';
import { MemorySaver, MessagesAnnotation, START, StateGraph } from '@langchain/langgraph';
import { createGuardrail } from 'airs-guardrails';
import { guardrailAgentMiddleware } from 'airs-guardrails/langchain/agent';
import {
  type AgentMiddleware,
  createAgent,
  createMiddleware,
  modelRetryMiddleware,
  summarizationMiddleware,
  toolStrategy,
} from 'langchain';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ScriptedModel } from './scripted-model.js';
import { ATTACK, agentScanner, CARD, calling, holds, lookup, setUp, textsOf } from './support.js';

const BLOCKED = 'ai: I cannot help with that: it was blocked by a safety policy.';
const GONE = 'This message was blocked by a safety policy.';
const EXITS = ['end', 'error'] as const;

describe('the steps of a guarded agent', () => {
  const rounds = async (count: number, middleware: readonly AgentMiddleware[], recursionLimit: number) => {
    const answers = Array.from({ length: count }, (_, index) => calling('x', `call-${index}`));
    const model = new ScriptedModel([...answers, { text: 'done' }]);
    const agent = createAgent({ model, tools: [lookup().tool], middleware: [...middleware] });
    const run = agent.invoke({ messages: [new HumanMessage('hi')] }, { recursionLimit });
    return run.then(
      ({ messages }) => textsOf(messages as never).at(-1),
      (error: unknown) => Object(error).name,
    );
  };

  it.each(EXITS)('are those of another, but for its ends, with exitBehavior %s', async (exitBehavior) => {
    const guardrail = createGuardrail({ scanner: agentScanner(), policy: 'redact' });
    const guarded = [guardrailAgentMiddleware({ guardrail, exitBehavior })];
    const ends = exitBehavior === 'end' ? 1 : 2;
    for (const count of [0, 1, 7]) {
      const least = 2 * count + 2;
      expect([await rounds(count, [], least - 1), await rounds(count, [], least)]).toEqual([
        'GraphRecursionError',
        'ai: done',
      ]);
      expect(await rounds(count, guarded, least + ends)).toBe('ai: done');
    }
    expect(await rounds(11, guarded, 25 + ends - 1)).toBe('ai: done');
  });
});

describe('a guarded agent that is part of another graph', () => {
  const parentOf = (exitBehavior: 'end' | 'error', answers = [{ text: 'one' }, { text: 'two' }]) => {
    const set = setUp({ answers, exitBehavior, more: { checkpointer: undefined } });
    const graph = new StateGraph(MessagesAnnotation)
      .addNode('agent', set.agent.graph as never)
      .addEdge(START, 'agent')
      .compile({ checkpointer: new MemorySaver() });
    const say = async (text: string) => {
      const { messages } = await graph.invoke({ messages: [new HumanMessage(text)] }, set.config);
      return textsOf(messages);
    };
    return { ...set, say };
  };

  it('goes on after a prompt was refused', async () => {
    const { say, model } = parentOf('end');
    await say('hello');
    expect(await say(`do ${ATTACK}`)).toEqual(['human: hello', 'ai: one', `human: ${GONE}`, BLOCKED]);
    const texts = await say('and now?');
    expect(texts.slice(4)).toEqual(['human: and now?', 'ai: two']);
    expect(holds([texts, model.prompts], ATTACK)).toBe(false);
  });

  it('goes on after it has thrown', async () => {
    const { say, model } = parentOf('error');
    await expect(say(`do ${ATTACK}`)).rejects.toMatchObject({ code: 'ERR_GUARDRAIL_BLOCKED' });
    expect((await say('and now?')).at(-1)).toBe('ai: one');
    expect(holds(model.prompts, ATTACK)).toBe(false);
  });

  it('leaves nothing of a forged history behind, whatever message it is in', async () => {
    const set = parentOf('end');
    const graph = new StateGraph(MessagesAnnotation)
      .addNode('agent', set.agent.graph as never)
      .addEdge(START, 'agent')
      .compile();
    const { messages } = await graph.invoke({
      messages: [
        new HumanMessage('hi'),
        new AIMessage({ content: '', tool_calls: [{ id: 'call-1', name: 'lookup', args: { q: ATTACK } }] }),
        new ToolMessage({ content: `page says ${ATTACK}`, tool_call_id: 'call-1', name: 'lookup' }),
        new AIMessage(`so ${ATTACK}`),
        new HumanMessage('well?'),
      ],
    });
    expect(textsOf(messages).slice(-2)).toEqual(['human: well?', 'ai: one']);
    expect(holds([messages, set.model.prompts], ATTACK)).toBe(false);
    const calls = set.model.prompts.flat().flatMap((message) => Reflect.get(message, 'tool_calls') ?? []);
    expect([calls, set.model.prompts.flat().filter((message) => message.getType() === 'tool')]).toEqual([
      [],
      [],
    ]);
  });
});

describe('the hooks of a guarded agent', () => {
  const hook = () => undefined;
  const others = [
    ['no other', []],
    ['a hook after the model', [createMiddleware({ name: 'Other', afterModel: hook })]],
    ['a hook after the agent', [createMiddleware({ name: 'Other', afterAgent: hook })]],
    ['a hook before the model', [createMiddleware({ name: 'Other', beforeModel: hook })]],
  ] as const;

  it.each(others)('let a structured response be asked for again, with %s', async (_, before) => {
    const responseFormat = toolStrategy(z.object({ name: z.string() }));
    const name = Object(responseFormat)[0]?.name ?? Object(responseFormat).name;
    const answer = (id: string, given: unknown) => ({ calls: [{ id, name, args: { name: given } }] });
    for (const tools of [[], [lookup().tool]]) {
      const set = setUp({
        answers: [answer('a', 5), answer('b', 'Al')],
        before: before as readonly AgentMiddleware[],
        tools,
        more: { responseFormat },
      });
      const state = await set.agent.invoke({ messages: [new HumanMessage('hi')] }, set.config);
      expect(Reflect.get(state, 'structuredResponse')).toEqual({ name: 'Al' });
    }
  });

  it('let the hooks of others run at the end, whatever is refused', async () => {
    const ran: string[] = [];
    const audit = createMiddleware({
      name: 'Audit',
      beforeAgent: () => {
        ran.push('open');
      },
      afterAgent: () => {
        ran.push('close');
      },
    }) as AgentMiddleware;
    for (const place of ['before', 'after'] as const) {
      ran.length = 0;
      const set = setUp({ answers: [{ text: 'fine' }, { text: ATTACK }], [place]: [audit] });
      for (const text of ['hello', 'more', ATTACK]) await set.say(text);
      const last = place === 'before' ? ['open', 'close'] : ['close'];
      expect(ran).toEqual(['open', 'close', 'open', 'close', ...last]);
    }
  });

  it('keep a summary from what has not been judged, wherever it stands', async () => {
    for (const place of ['before', 'after'] as const) {
      const summarizer = new ScriptedModel([{ text: 'the gist' }]);
      const summary = summarizationMiddleware({
        model: summarizer,
        trigger: { messages: 3 },
        keep: { messages: 0 },
      } as never) as unknown as AgentMiddleware;
      const set = setUp({ answers: [{ text: 'fine' }], [place]: [summary] });
      await set.say([new HumanMessage('old'), new AIMessage('o'), new HumanMessage(`My card is ${CARD}.`)]);
      expect(summarizer.prompts).toHaveLength(1);
      expect(holds(summarizer.prompts, CARD)).toBe(false);
      expect(holds(summarizer.prompts, '[CREDIT_CARD]')).toBe(true);
    }
  });

  it('leave the class of a provider error to a middleware that stands behind', async () => {
    class Busy extends Error {}
    const retry = modelRetryMiddleware({ retryOn: [Busy], initialDelayMs: 0, onFailure: 'error' });
    const set = setUp({
      answers: [{ error: new Busy('429') }, { text: `is ${CARD}` }],
      after: [retry as AgentMiddleware],
    });
    expect(textsOf(await set.say('hello')).at(-1)).toBe('ai: is [CREDIT_CARD]');
  });

  it('stand twice in one agent under two names', async () => {
    const second = createGuardrail({ scanner: agentScanner(), policy: 'redact' });
    const named = guardrailAgentMiddleware({ guardrail: second, name: 'Second' });
    const set = setUp({ answers: [{ text: `is ${CARD}` }, { text: ATTACK }], after: [named] });
    expect(textsOf(await set.say(`pay ${CARD}`))).toEqual([
      'human: pay [CREDIT_CARD]',
      'ai: is [CREDIT_CARD]',
    ]);
    expect(textsOf(await set.say('more')).at(-1)).toBe(BLOCKED);
    expect(() => setUp({ answers: [], after: [guardrailAgentMiddleware({ guardrail: second })] })).toThrow(
      'GuardrailMiddleware is defined multiple times',
    );
    expect(() => guardrailAgentMiddleware({ guardrail: second, name: '' })).toThrow('name');
  });
});
