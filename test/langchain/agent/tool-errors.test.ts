import { interrupt } from '@langchain/langgraph';
import { type AgentMiddleware, toolErrorMiddleware } from 'langchain';
import { describe, expect, it } from 'vitest';
import { rejection } from '../support.js';
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
    await expect(run('nothing bad').say('hello')).rejects.toBeDefined();
    expect(textsOf(await run('nothing bad', [telling]).say('hello')).at(-1)).toBe('ai: fine');
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
