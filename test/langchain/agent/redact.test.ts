import { ToolMessage } from '@langchain/core/messages';
import { Command } from '@langchain/langgraph';
import { describe, expect, it } from 'vitest';
import { CARD, calling, holds, lookup, setUp, textsOf, WAYS, watch } from './support.js';

const HELLO = `hello ${CARD}`;

describe('an agent whose policy redacts', () => {
  it.each(WAYS)('shows nothing of what was found, seen by %s', async (way) => {
    const { tool, inputs } = lookup(({ q }) => `found ${q} at ${CARD}`);
    const set = setUp({
      answers: [calling(`x ${CARD}`), { text: `it is ${CARD} and more` }],
      tools: [tool],
    });
    const seen = await watch(set, way, HELLO);
    expect(seen.error).toBeUndefined();
    const thread = await set.thread();
    expect(textsOf(thread)).toEqual([
      'human: hello [CREDIT_CARD]',
      'ai:  [{"q":"x [CREDIT_CARD]"}]',
      'tool: found x [CREDIT_CARD] at [CREDIT_CARD]',
      'ai: it is [CREDIT_CARD] and more',
    ]);
    expect(inputs).toEqual([{ q: 'x [CREDIT_CARD]' }]);
    expect(holds([thread, set.model.prompts], CARD)).toBe(false);
    // What the caller gave is shown as it was given, until the first hook has run.
    const shown = JSON.stringify([seen.shown, seen.callbacks]).replaceAll(HELLO, '');
    expect(shown).toContain('[CREDIT_CARD]');
    expect(shown).not.toContain(CARD);
    expect(holds(seen.shown.at(-1), CARD)).toBe(false);
  });

  it('keeps the ids of the messages, and what they are', async () => {
    const set = setUp({ answers: [{ text: 'fine' }] });
    const first = { role: 'user', content: [{ type: 'text', text: HELLO }], id: 'mine', name: 'ann' };
    await set.say([first]);
    const [message] = await set.thread();
    expect(message).toMatchObject({
      id: 'mine',
      name: 'ann',
      content: [{ type: 'text', text: 'hello [CREDIT_CARD]' }],
    });
  });

  it.each<[string, () => unknown, unknown]>([
    ['a text', () => `is ${CARD}`, { content: 'is [CREDIT_CARD]' }],
    ['an object', () => ({ is: CARD, n: 1 }), { content: '{"is":"[CREDIT_CARD]","n":1}' }],
    [
      'content blocks',
      () => [{ type: 'text', text: CARD }],
      { content: [{ type: 'text', text: '[CREDIT_CARD]' }] },
    ],
    [
      'a message with an artifact',
      () =>
        new ToolMessage({ content: CARD, artifact: { raw: CARD }, tool_call_id: 'call-1', name: 'lookup' }),
      { content: '[CREDIT_CARD]', artifact: { raw: '[CREDIT_CARD]' } },
    ],
    [
      'a command',
      () =>
        new Command({
          update: { messages: [new ToolMessage({ content: CARD, tool_call_id: 'call-1', name: 'lookup' })] },
        }),
      { content: '[CREDIT_CARD]' },
    ],
    [
      'an error of the schema',
      () => 'never run',
      { status: 'error', content: expect.stringContaining('lookup') },
    ],
  ])('redacts %s of a tool before it is stored or shown', async (kind, run, stored) => {
    const { tool } = lookup(run);
    const wrong = kind === 'an error of the schema';
    const call = wrong ? { calls: [{ id: 'call-1', name: 'lookup', args: { p: CARD } }] } : calling('x');
    for (const way of WAYS) {
      const set = setUp({ answers: [call, { text: 'fine' }], tools: [tool] });
      const seen = await watch(set, way, 'hello');
      expect([way, seen.error]).toEqual([way, undefined]);
      const [, , result] = await set.thread();
      expect(result).toMatchObject({ tool_call_id: 'call-1', name: 'lookup', ...(stored as object) });
      expect(holds([seen.shown, seen.callbacks, await set.thread(), set.model.prompts], CARD), way).toBe(
        false,
      );
    }
  });

  it('redacts the error that other middleware would hand on', async () => {
    const { tool } = lookup(() => {
      throw new Error(`no card ${CARD}`);
    });
    const set = setUp({ answers: [calling('x'), { text: 'fine' }], tools: [tool] });
    await set.say('hello');
    expect(textsOf(await set.thread())[2]).toBe(
      'tool: Error: no card [CREDIT_CARD]\n Please fix your mistakes.',
    );
  });

  it('leaves an error of a tool as it is where nothing is found in it', async () => {
    const failure = new Error('no such card');
    const { tool } = lookup(() => {
      throw failure;
    });
    const set = setUp({ answers: [calling('x')], tools: [tool] });
    expect(textsOf(await set.say('hello'))[2]).toBe('tool: Error: no such card\n Please fix your mistakes.');
  });

  it('gives tools and the user what a vault holds, and the model never', async () => {
    const { tool, inputs } = lookup(({ q }) => `sent to ${q}`);
    const set = setUp({
      answers: [{ text: 'ready' }],
      tools: [tool],
      policy: { preset: 'redact', redaction: { style: 'vault' } },
    });
    await set.say(HELLO);
    const placeholder = String(set.model.prompts[0]?.[0]?.content).replace('hello ', '');
    expect(placeholder).not.toContain(CARD);
    set.model.turns.scripts.push(calling(placeholder), { text: `done with ${placeholder}` });
    await set.say('go on');
    expect(inputs).toEqual([{ q: CARD }]);
    expect(set.model.prompts).toHaveLength(3);
    expect(holds(set.model.prompts, CARD)).toBe(false);
    expect(textsOf(await set.thread()).at(-1)).toBe(`ai: done with ${CARD}`);
  });
});
