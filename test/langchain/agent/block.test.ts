import { AIMessage, type BaseMessage, HumanMessage, ToolMessage } from '@langchain/core/messages';
import { describe, expect, it } from 'vitest';
import {
  ATTACK,
  calling,
  HALVES,
  holds,
  lookup,
  setUp,
  textsOf,
  UNSCANNABLE,
  WAYS,
  watch,
} from './support.js';

const BLOCKED = 'I cannot help with that: it was blocked by a safety policy.';
const GONE = 'human: This message was blocked by a safety policy.';
const FAILED = 'I cannot answer right now: the safety check did not succeed. Please try again.';
const TOOL_BLOCKED = 'This tool call was blocked by a safety policy.';
const HIDDEN = 'This tool result was blocked by a safety policy.';

const guardrailOf = (message: BaseMessage | undefined): unknown => message?.response_metadata['guardrail'];

describe('an agent that ends its run where something is refused', () => {
  it.each(WAYS)('answers a refused prompt in place of the model, seen by %s', async (way) => {
    const set = setUp({ answers: [{ text: 'fine' }] });
    const seen = await watch(set, way, `do ${ATTACK}`);
    expect(seen.error).toBeUndefined();
    expect(set.model.prompts).toHaveLength(0);
    const refused = await set.thread();
    expect(textsOf(refused)).toEqual([GONE, `ai: ${BLOCKED}`]);
    expect(guardrailOf(refused[1])).toMatchObject({
      outcome: 'block',
      direction: 'prompt',
      categories: ['prompt_injection'],
    });
    expect(JSON.stringify([seen.shown, seen.callbacks]).replaceAll(`do ${ATTACK}`, '')).not.toContain(ATTACK);
    expect(holds(seen.shown.at(-1), ATTACK)).toBe(false);
    await set.say('and now?');
    expect(textsOf(set.model.prompts[0] ?? [])).toEqual([GONE, `ai: ${BLOCKED}`, 'human: and now?']);
    expect(textsOf(await set.thread()).at(-1)).toBe('ai: fine');
    expect(holds([await set.thread(), set.model.prompts], ATTACK)).toBe(false);
  });

  it.each(WAYS)('ends a refused answer with the refusal, without tool calls, seen by %s', async (way) => {
    const { tool, inputs } = lookup();
    const answer = { text: `well, ${'words '.repeat(300)} then ${ATTACK} again`, ...calling('x') };
    const set = setUp({ answers: [answer, { text: 'fine' }], tools: [tool] });
    const seen = await watch(set, way, 'hello');
    expect(seen.error).toBeUndefined();
    const thread = await set.thread();
    expect(thread).toHaveLength(2);
    expect(thread[1]?.text).toMatch(/blocked by a safety policy\.$/);
    expect(thread[1]).toMatchObject({ tool_calls: [] });
    expect(guardrailOf(thread[1])).toMatchObject({ outcome: 'block', direction: 'response' });
    expect([inputs, set.model.prompts.length]).toEqual([[], 1]);
    expect(holds([seen.shown, seen.callbacks, thread], ATTACK)).toBe(false);
    await set.say('and now?');
    expect(textsOf(await set.thread()).at(-1)).toBe('ai: fine');
  });

  it.each(WAYS)('ends an answer that calls a tool with what is refused, seen by %s', async (way) => {
    const { tool, inputs } = lookup();
    const set = setUp({ answers: [calling(ATTACK), { text: 'fine' }], tools: [tool] });
    const seen = await watch(set, way, 'hello');
    expect(textsOf(await set.thread())).toEqual(['human: hello', `ai: ${BLOCKED}`]);
    expect(inputs).toEqual([]);
    expect(holds([seen.shown, seen.callbacks, await set.thread()], ATTACK)).toBe(false);
  });

  it.each(WAYS)('tells the model of a refused result, and goes on, seen by %s', async (way) => {
    const { tool } = lookup(() => `page says ${ATTACK}`);
    const set = setUp({ answers: [calling('x'), { text: 'never mind' }], tools: [tool] });
    const seen = await watch(set, way, 'hello');
    expect(seen.error).toBeUndefined();
    const thread = await set.thread();
    expect(textsOf(thread)).toEqual([
      'human: hello',
      'ai:  [{"q":"x"}]',
      `tool: ${TOOL_BLOCKED}`,
      'ai: never mind',
    ]);
    expect(thread[2]).toMatchObject({ status: 'error', tool_call_id: 'call-1', name: 'lookup' });
    expect(guardrailOf(thread[2])).toMatchObject({ direction: 'tool' });
    expect(holds([seen.shown, seen.callbacks, thread, set.model.prompts], ATTACK)).toBe(false);
  });

  it('refuses the error of a tool too', async () => {
    const { tool } = lookup(() => {
      throw new Error(`page says ${ATTACK}`);
    });
    const set = setUp({ answers: [calling('x'), { text: 'never mind' }], tools: [tool] });
    await set.say('hello');
    expect(textsOf(await set.thread())[2]).toBe(`tool: ${TOOL_BLOCKED}`);
  });

  it('runs the tools that pass beside one that does not', async () => {
    const { tool } = lookup(({ q }) => (q === 'bad' ? ATTACK : `found ${q}`));
    const calls = [...(calling('bad', 'call-1').calls ?? []), ...(calling('good', 'call-2').calls ?? [])];
    const set = setUp({ answers: [{ calls }, { text: 'fine' }], tools: [tool] });
    await set.say('hello');
    expect(textsOf(await set.thread()).slice(2)).toEqual([
      `tool: ${TOOL_BLOCKED}`,
      'tool: found good',
      'ai: fine',
    ]);
  });

  it('clears a thread of what came into it unguarded', async () => {
    const prompt = { onBlockedHistory: 'block' } as const;
    const set = setUp({ answers: [{ text: 'fine' }, { text: 'again' }], prompt });
    const imported = [
      new HumanMessage('hi'),
      new AIMessage({ content: '', tool_calls: calling('x').calls?.map((call) => ({ ...call })) ?? [] }),
      new ToolMessage({ content: `page says ${ATTACK}`, tool_call_id: 'call-1', name: 'lookup' }),
      new AIMessage('so it was'),
      new HumanMessage(`once ${ATTACK} more`),
      new AIMessage('no'),
      new HumanMessage('what now?'),
    ];
    await set.say(imported);
    expect(textsOf(await set.thread())).toEqual([
      'human: hi',
      'ai:  [{"q":"x"}]',
      `tool: ${HIDDEN}`,
      'ai: so it was',
      GONE,
      'ai: no',
      GONE,
      `ai: ${BLOCKED}`,
    ]);
    expect(set.model.prompts).toHaveLength(0);
    await set.say('what now?');
    expect(textsOf(await set.thread()).at(-1)).toBe('ai: fine');
    expect(holds([set.model.prompts, await set.thread()], ATTACK)).toBe(false);
  });

  it('hides the message that completes what an earlier one began', async () => {
    const set = setUp({ answers: [{ text: 'go on' }, { text: 'fine' }] });
    await set.say(`take ${HALVES[0]}`);
    await set.say(`now ${HALVES[1]}`);
    expect(textsOf(await set.thread())).toEqual([
      `human: take ${HALVES[0]}`,
      'ai: go on',
      GONE,
      `ai: ${BLOCKED}`,
    ]);
    await set.say('well?');
    expect(textsOf(await set.thread()).at(-1)).toBe('ai: fine');
  });

  it('refuses a thread of which only several old messages together are refused, and goes on', async () => {
    const set = setUp({ answers: [{ text: 'fine' }], prompt: { onBlockedHistory: 'block' } });
    await set.say([
      new HumanMessage(`take ${HALVES[0]}`),
      new HumanMessage(`now ${HALVES[1]}`),
      new AIMessage('yes'),
      new HumanMessage('well?'),
    ]);
    expect(textsOf(await set.thread()).at(-1)).toBe(`ai: ${BLOCKED}`);
    await set.say('well?');
    expect(textsOf(await set.thread()).at(-1)).toBe('ai: fine');
  });

  it("answers with the policy's text", async () => {
    const policy = { preset: 'redact', onBlock: { replace: 'Not here.' } } as const;
    const set = setUp({ answers: [{ text: ATTACK }], policy });
    expect(textsOf(await set.say(ATTACK))).toEqual([GONE, 'ai: Not here.']);
    expect(textsOf(await set.say('hello')).at(-1)).toBe('ai: Not here.');
  });

  it('keeps what could not be scanned, and scans it again', async () => {
    const set = setUp({ answers: [{ text: 'fine' }] });
    await set.say(`say ${UNSCANNABLE}`);
    expect(textsOf(await set.thread())).toEqual([`human: say ${UNSCANNABLE}`, `ai: ${FAILED}`]);
    const before = set.scanner.requests.length;
    await set.say('again');
    expect(set.model.prompts).toHaveLength(0);
    expect(holds(set.scanner.requests.slice(before), UNSCANNABLE)).toBe(true);
  });

  it('keeps the result of a tool that could not be scanned from the model', async () => {
    const { tool } = lookup(() => UNSCANNABLE);
    const set = setUp({ answers: [calling('x'), { text: 'fine' }], tools: [tool] });
    const texts = textsOf(await set.say('hello'));
    expect(texts.slice(2)).toEqual([
      'tool: The safety check of this tool call did not succeed, so its result is not available.',
      'ai: fine',
    ]);
  });

  it('lets the hooks of other middleware run after a refused answer', async () => {
    const { createMiddleware } = await import('langchain');
    const hooks: string[] = [];
    const watching = createMiddleware({
      name: 'Watching',
      afterModel: () => {
        hooks.push('model');
      },
      afterAgent: () => {
        hooks.push('agent');
      },
    });
    const set = setUp({ answers: [{ text: ATTACK }], before: [watching] });
    await set.say('hello');
    expect(hooks).toEqual(['model', 'agent']);
  });
});
