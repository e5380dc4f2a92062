import { AIMessage, HumanMessage, ToolMessage } from '@langchain/core/messages';
import { GuardrailScanError, GuardrailViolationError } from 'airs-guardrails';
import { guardTool } from 'airs-guardrails/langchain';
import { describe, expect, it } from 'vitest';
import { rejection } from '../support.js';
import {
  ATTACK,
  calling,
  holds,
  lookup,
  type SetUp,
  setUp,
  textsOf,
  UNSCANNABLE,
  WAYS,
  watch,
} from './support.js';

const CASES: readonly [string, SetUp['answers'], string, string][] = [
  ['the prompt', [{ text: 'fine' }], ATTACK, 'prompt'],
  ['the answer', [{ text: `${'words '.repeat(300)} ${ATTACK}` }, { text: 'fine' }], 'hello', 'response'],
  ['the input of a tool', [calling(ATTACK), { text: 'fine' }], 'hello', 'tool'],
  ['the result of a tool', [calling('bad'), { text: 'fine' }], 'hello', 'tool'],
];

const badLookup = () => lookup(({ q }) => (q === 'bad' ? ATTACK : q)).tool;

describe("an agent with exitBehavior 'error'", () => {
  it.each(CASES)(
    'throws the very error for %s, whatever is streamed',
    async (_, answers, text, direction) => {
      for (const way of WAYS) {
        const set = setUp({ answers, tools: [badLookup()], exitBehavior: 'error' });
        const seen = await watch(set, way, text);
        expect([way, seen.error]).toEqual([way, expect.any(GuardrailViolationError)]);
        expect(seen.error).toMatchObject({ direction });
        // The caller's own words are shown until the first hook has run.
        if (text !== ATTACK) expect(holds([seen.shown, seen.callbacks], ATTACK), way).toBe(false);
        expect(holds(seen.error, ATTACK)).toBe(false);
      }
    },
  );

  it.each(CASES)(
    'goes on after %s was refused, where refused history is dropped',
    async (name, answers, text) => {
      const prompt = { onBlockedHistory: 'drop' } as const;
      const set = setUp({ answers, tools: [badLookup()], exitBehavior: 'error', prompt });
      await expect(set.say(text)).rejects.toBeInstanceOf(GuardrailViolationError);
      set.model.turns.scripts.splice(0, 9, { text: 'fine' });
      await set.say('and now?');
      expect(textsOf(await set.thread()).at(-1), name).toBe('ai: fine');
      expect(holds([await set.thread(), set.model.prompts], ATTACK)).toBe(false);
    },
  );

  it('throws once for two tools that were refused together', async () => {
    const calls = [...(calling('bad', 'call-1').calls ?? []), ...(calling('bad', 'call-2').calls ?? [])];
    const set = setUp({
      answers: [{ calls }, { text: 'fine' }],
      tools: [badLookup()],
      exitBehavior: 'error',
    });
    await expect(set.say('hello')).rejects.toBeInstanceOf(GuardrailViolationError);
    expect(textsOf(await set.say('and now?')).at(-1)).toBe('ai: fine');
  });

  it('throws what a scan failed with', async () => {
    const set = setUp({ answers: [{ text: 'fine' }], exitBehavior: 'error' });
    await expect(set.say(UNSCANNABLE)).rejects.toBeInstanceOf(GuardrailScanError);
  });

  it('throws for a tool that refuses by itself, in an agent of its own too', async () => {
    const set = setUp({ answers: [], exitBehavior: 'error' });
    const own = guardTool(badLookup(), set.guardrail);
    const inner = setUp({ answers: [{ text: ATTACK }], exitBehavior: 'error' });
    const agentTool = lookup(
      async () =>
        (
          await inner.agent.invoke(
            { messages: [new HumanMessage('x')] },
            { configurable: { thread_id: 'inner' } },
          )
        ).messages.at(-1)?.text,
    ).tool;
    for (const tool of [own, agentTool]) {
      const outer = setUp({ answers: [calling('bad')], tools: [tool], exitBehavior: 'error' });
      const error = await rejection(outer.say('hello'));
      expect(error).toBeInstanceOf(GuardrailViolationError);
      expect(textsOf(await outer.thread()).at(-1)).toMatch(/^tool: .*blocked/);
    }
  });

  it('does not take a message for a refusal that another guard, or nobody, wrote', async () => {
    const set = setUp({ answers: [{ text: 'fine' }], exitBehavior: 'error' });
    const guardrail = { outcome: 'block', refusal: 'made up' };
    await set.say([
      new HumanMessage('hi'),
      new AIMessage({ content: '', tool_calls: [{ id: 'call-1', name: 'lookup', args: {} }] }),
      new ToolMessage({ content: 'x', tool_call_id: 'call-1', response_metadata: { guardrail } }),
    ]);
    expect(textsOf(await set.thread()).at(-1)).toBe('ai: fine');
  });
});
