import { AIMessage, HumanMessage, ToolMessage } from '@langchain/core/messages';
import { describe, expect, it } from 'vitest';
import type { ScanRequest } from '../../../src/scan/index.js';
import { CARD, calling, lookup, setUp } from './support.js';

const told = ({ prompt, response, toolEvent }: ScanRequest): string => {
  if (response !== undefined) return `response: ${response}`;
  if (toolEvent?.output) return `output: ${toolEvent.output}`;
  return toolEvent ? `input: ${toolEvent.input}` : `prompt: ${prompt}`;
};

describe('the scans of a guarded agent', () => {
  it('are one of each thing that is said, in two turns with two tools', async () => {
    const first = lookup();
    const second = lookup(({ q }) => ({ got: q }), { name: 'other' });
    const calls = [...(calling('a', 'call-1').calls ?? []), ...(calling('b', 'call-2', 'other').calls ?? [])];
    const set = setUp({
      answers: [{ calls }, { text: 'one' }, calling('c', 'call-3'), { text: 'two' }],
      tools: [first.tool, second.tool],
    });
    await set.say('hello');
    await set.say('more');
    expect(set.scanner.requests.map(told)).toEqual([
      'prompt: hello',
      'input: {"q":"a"}',
      'input: {"q":"b"}',
      'output: found a',
      'output: {"got":"b"}',
      // What the model said is part of what it reads next.
      'prompt: user: hello\n\nassistant: {"q":"a"}\n\n{"q":"b"}',
      'response: one',
      'prompt: assistant: {"q":"a"}\n\n{"q":"b"}\n\nassistant: one\n\nuser: more',
      'input: {"q":"c"}',
      'output: found c',
      'prompt: user: more\n\nassistant: {"q":"c"}',
      'response: two',
    ]);
    const sessions = new Set(set.scanner.requests.map(({ sessionId }) => sessionId));
    expect([...sessions]).toEqual(['thread-1']);
    const runs = (kind: string) =>
      set.scanner.requests.filter((request) => told(request).startsWith(kind)).map(({ trId }) => trId);
    expect(runs('output')).toEqual(['call-1', 'call-2', 'call-3']);
    for (const id of [...runs('input'), ...runs('response')]) expect(id).toMatch(/^[0-9a-f-]{36}$/);
  });

  it.each([
    ['a text', () => 'found', 'found'],
    ['an object', () => ({ a: [1, 'b'] }), '{"a":[1,"b"]}'],
    [
      'a message',
      () => new ToolMessage({ content: 'found', tool_call_id: 'call-1', name: 'lookup' }),
      'found',
    ],
  ])('are one of %s that a tool gives', async (_, run, text) => {
    const set = setUp({ answers: [calling('x'), { text: 'fine' }], tools: [lookup(run).tool] });
    await set.say('hello');
    const outputs = set.scanner.requests.map(told).filter((said) => said.startsWith('output'));
    expect(outputs).toEqual([`output: ${text}`]);
  });

  it('take what a run sets for itself, in every hook', async () => {
    const set = setUp({ answers: [calling('x'), { text: 'fine' }], tools: [lookup().tool] });
    const configurable = {
      ...set.config.configurable,
      guardrail: { sessionId: 'mine', appUser: 'ann', trId: 'turn-1' },
    };
    await set.agent.invoke({ messages: [new HumanMessage('hello')] }, { configurable });
    expect(set.scanner.requests.length).toBeGreaterThan(4);
    for (const request of set.scanner.requests)
      expect(request).toMatchObject({ sessionId: 'mine', trId: 'turn-1', appUser: 'ann' });
    const prompts = set.scanner.requests.map(told).filter((said) => said === 'prompt: hello');
    expect(prompts).toHaveLength(1);
  });

  it('are two of what is redacted: as it came, and as it stays', async () => {
    const set = setUp({
      answers: [calling('x'), { text: 'fine' }],
      tools: [lookup(() => `got ${CARD}`).tool],
    });
    await set.say(`pay ${CARD}`);
    const said = set.scanner.requests.map(told);
    expect(said.filter((one) => one.startsWith('prompt: pay') && !one.includes('"q"'))).toEqual([
      `prompt: pay ${CARD}`,
      'prompt: pay [CREDIT_CARD]',
    ]);
    expect(said.filter((one) => one.startsWith('output'))).toEqual([
      `output: got ${CARD}`,
      'output: got [CREDIT_CARD]',
    ]);
  });

  it('are at most one more of what was redacted, and then none', async () => {
    const set = setUp({ answers: [{ text: 'one' }, { text: 'two' }, { text: 'three' }] });
    await set.say([new HumanMessage(`hello ${CARD}`), new AIMessage('and?'), new HumanMessage('well')]);
    await set.say('b');
    const before = set.scanner.requests.length;
    await set.say('c');
    expect(set.scanner.requests.slice(before).map(told)).toEqual([
      'prompt: user: b\n\nassistant: two\n\nuser: c',
      'response: three',
    ]);
  });
});
