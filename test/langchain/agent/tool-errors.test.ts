import type { StructuredToolInterface } from '@langchain/core/tools';
import { interrupt } from '@langchain/langgraph';
import { type AgentMiddleware, createAgent, toolErrorMiddleware, toolRetryMiddleware } from 'langchain';
import { describe, expect, it } from 'vitest';
import { rejection } from '../support.js';
import { ScriptedModel } from './scripted-model.js';
import { ATTACK, CARD, calling, holds, lookup, setUp, textsOf } from './support.js';

const SHAPES: readonly [string, (text: string) => unknown][] = [
  ['an error', (text) => new Error(text)],
  ['a text', (text) => text],
  ['an object', (message) => ({ message, code: 7 })],
  ['an object that says something else', (text) => ({ toString: () => text })],
  ['an object without a class', (detail) => Object.assign(Object.create(null), { detail })],
  [
    'an error of another realm',
    (message) => ({ name: 'Error', message, toString: () => `Error: ${message}` }),
  ],
];

/** Says to the model whatever a tool threw. */
const telling = toolErrorMiddleware({
  onError: (error) => `${JSON.stringify(error)} ${Object(error).message ?? ''}`,
}) as AgentMiddleware;

describe.each(SHAPES)('a tool that throws %s', (_, made) => {
  const throwing = (text: string) =>
    lookup(() => {
      throw made(text);
    }).tool;
  const run = (text: string, before: readonly AgentMiddleware[] = []) =>
    setUp({ answers: [calling('x'), { text: 'fine' }], tools: [throwing(text)], before });

  it('is judged', async () => {
    for (const before of [[], [telling]]) {
      const refused = run(`no ${ATTACK}`, before);
      expect(textsOf(await refused.say('hello')).slice(2)).toEqual([
        'tool: This tool call was blocked by a safety policy.',
        'ai: fine',
      ]);
      const redacted = run(`no ${CARD}`, before);
      expect(textsOf(await redacted.say('hello'))[2]).toMatch(/^tool: .*\[CREDIT_CARD\]/s);
      for (const set of [refused, redacted])
        for (const text of [ATTACK, CARD])
          expect(holds([await set.thread(), set.model.prompts], text)).toBe(false);
    }
  });

  it('fails as without a guard where it passes', async () => {
    const bare = createAgent({
      model: new ScriptedModel([calling('x'), { text: 'fine' }]),
      tools: [throwing('nothing bad')],
    });
    const saying = async (agent: typeof bare) =>
      textsOf((await agent.invoke({ messages: 'hello' } as never)).messages as never);
    const expected = await saying(bare).catch(() => 'the run ends');
    const { agent, config } = run('nothing bad');
    const guarded = agent.withConfig(config) as unknown as typeof bare;
    expect(await saying(guarded).catch(() => 'the run ends')).toEqual(expected);
    expect(textsOf(await run('nothing bad', [telling]).say('hello')).at(-1)).toBe('ai: fine');
  });
});

describe('an ordinary error of a tool', () => {
  class Busy extends Error {
    readonly code = 7;
  }
  const failing = (fails: number) => {
    let count = 0;
    const { tool } = lookup(() => {
      count += 1;
      if (count <= fails) throw new Busy('busy');
      return 'found it';
    });
    return { tool, count: () => count };
  };
  const told = 'tool: Error: busy\n Please fix your mistakes.';
  const run = (tool: StructuredToolInterface, more: object = {}) =>
    setUp({ answers: [calling('x'), { text: 'recovered' }], tools: [tool], ...more });

  it('is told to the model, which goes on', async () => {
    for (const exitBehavior of ['end', 'error'] as const) {
      const set = run(failing(9).tool, { exitBehavior });
      expect(textsOf(await set.say('hello')).slice(2)).toEqual([told, 'ai: recovered']);
      expect((await set.thread())[2]).toMatchObject({
        status: 'error',
        tool_call_id: 'call-1',
        name: 'lookup',
      });
    }
  });

  it.each(['before', 'after'])('is tried again by a middleware that stands %s', async (place) => {
    const retry = (more: object) => ({
      [place]: [toolRetryMiddleware({ maxRetries: 2, initialDelayMs: 0, ...more }) as AgentMiddleware],
    });
    const passing = failing(2);
    const found = run(passing.tool, retry({ retryOn: [Busy] }));
    expect(textsOf(await found.say('hello'))[2]).toBe('tool: found it');
    expect(passing.count()).toBe(3);
    const lasting = failing(9);
    expect(textsOf(await run(lasting.tool, retry({})).say('hello'))[2]).toBe(
      "tool: Tool 'lookup' failed after 3 attempts with Busy",
    );
    expect(lasting.count()).toBe(3);
    const worded = retry({ onFailure: (error: Error) => `no: ${error.message}` });
    expect(textsOf(await run(failing(9).tool, worded).say('hello'))[2]).toBe('tool: no: busy');
    await expect(run(failing(9).tool, retry({ onFailure: 'error' })).say('hello')).rejects.toThrow('busy');
  });

  it('reads as it is where other middleware catches it', async () => {
    const caught: unknown[] = [];
    const catching = toolErrorMiddleware({
      onError: (error) => {
        caught.push(error instanceof Busy, String(error), JSON.stringify(error), Object(error).message);
        return undefined;
      },
    }) as AgentMiddleware;
    const set = run(failing(9).tool, { before: [catching] });
    expect(textsOf(await set.say('hello'))[2]).toBe(told);
    expect(caught).toEqual([true, 'Error: busy', '{"code":7}', 'busy']);
  });

  it('is told of an input that fits no schema, as without a guard', async () => {
    const { tool, inputs } = lookup();
    const wrong = { calls: [{ id: 'call-1', name: 'lookup', args: { q: 5 } }] };
    const set = setUp({ answers: [wrong, { text: 'recovered' }], tools: [tool] });
    expect(textsOf(await set.say('hello'))[2]).toMatch(/^tool: Error invoking tool 'lookup'/);
    expect(inputs).toEqual([]);
  });
});

describe('what a tool throws that is no failure', () => {
  it('goes to where it is waited for', async () => {
    const { tool } = lookup(() => `you said ${interrupt('what?')}`);
    const set = setUp({ answers: [calling('x'), { text: 'fine' }], tools: [tool] });
    await set.say('hello');
    const { tasks } = await set.agent.graph.getState(set.config);
    expect(tasks.flatMap(({ interrupts }) => interrupts)).toMatchObject([{ value: 'what?' }]);
  });

  it('is an abort, as that', async () => {
    const abort = new AbortController();
    const reason = new Error('enough');
    const { tool } = lookup(() => {
      abort.abort(reason);
      throw reason;
    });
    const set = setUp({ answers: [calling('x')], tools: [tool] });
    const before = set.scanner.requests.length;
    const running = set.agent.invoke({ messages: 'hello' } as never, { ...set.config, signal: abort.signal });
    await rejection(running);
    const told = set.scanner.requests.slice(before).map((request) => JSON.stringify(request));
    expect(told.filter((text) => text.includes('enough'))).toEqual([]);
  });
});
