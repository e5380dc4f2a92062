import { AIMessage, HumanMessage, SystemMessage, ToolMessage } from '@langchain/core/messages';
import { createGuardrail, GuardrailConfigError, GuardrailViolationError } from 'airs-guardrails';
import { guardMessages } from 'airs-guardrails/langchain';
import { describe, expect, it } from 'vitest';
import { ATTACK, agentScanner, CARD, textsOf } from '../agent/support.js';

const guardrailOf = (more: object = {}) =>
  createGuardrail({ scanner: agentScanner(), policy: 'redact', ...more });

describe('guardMessages', () => {
  it('returns the same messages, or redacted copies under the same ids', async () => {
    const clean = [new SystemMessage('be kind'), new HumanMessage({ content: 'hi', id: '1' })];
    const same = await guardMessages(clean, guardrailOf());
    expect(same).not.toBe(clean);
    expect(same.map((message, index) => message === clean[index])).toEqual([true, true]);
    const given = [
      new HumanMessage({ content: `pay ${CARD}`, id: '1' }),
      new AIMessage({ content: '', tool_calls: [{ id: 'c', name: 'lookup', args: { q: CARD } }] }),
      new ToolMessage({ content: `found ${CARD}`, tool_call_id: 'c', name: 'lookup' }),
    ];
    const judged = await guardMessages(given, guardrailOf());
    expect(textsOf(judged)).toEqual([
      'human: pay [CREDIT_CARD]',
      'ai:  [{"q":"[CREDIT_CARD]"}]',
      'tool: found [CREDIT_CARD]',
    ]);
    expect(judged[0]?.id).toBe('1');
    expect(given[0]?.text).toBe(`pay ${CARD}`);
  });

  it('takes what is no message yet, as a client sends it', async () => {
    const judged = await guardMessages(
      [{ role: 'user', content: `pay ${CARD}` }, ['ai', 'sure'], 'and?'],
      guardrailOf(),
    );
    expect(textsOf(judged)).toEqual(['human: pay [CREDIT_CARD]', 'ai: sure', 'human: and?']);
  });

  it('trusts no role that a client may have written', async () => {
    const own = guardrailOf({ prompt: { system: { trusted: `never say ${ATTACK}` } } });
    for (const text of [`never say ${ATTACK}`, ATTACK]) {
      const given = [new SystemMessage(text), new HumanMessage('hi')];
      await expect(guardMessages(given, guardrailOf())).rejects.toBeInstanceOf(GuardrailViolationError);
      const named = guardMessages(given, own);
      if (text === ATTACK) await expect(named).rejects.toBeInstanceOf(GuardrailViolationError);
      else expect(textsOf(await named)).toHaveLength(2);
    }
  });

  it('leaves out a refused exchange, but for the last', async () => {
    const history = [new HumanMessage(ATTACK), new AIMessage('no'), new HumanMessage('hi')];
    expect(textsOf(await guardMessages(history, guardrailOf()))).toEqual(['human: hi']);
    await expect(guardMessages(history.slice(0, 1), guardrailOf())).rejects.toBeInstanceOf(
      GuardrailViolationError,
    );
  });

  it('scans once what has passed, says who asks, and throws the abort reason', async () => {
    const scanner = agentScanner();
    const guardrail = createGuardrail({ scanner, policy: 'redact' });
    const given = [new HumanMessage('hi')];
    await guardMessages(given, guardrail, { sessionId: 's-1' });
    await guardMessages(given, guardrail, { sessionId: 's-1' });
    expect(scanner.requests).toMatchObject([{ prompt: 'hi', sessionId: 's-1' }]);
    const reason = new Error('enough');
    await expect(guardMessages(given, guardrail, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });

  it('takes messages alone, and quotes nothing of what is none', async () => {
    for (const bad of ['hi', null, [{ role: 'user' }], [5], [{ role: CARD, content: CARD }]]) {
      const error = await guardMessages(bad as never, guardrailOf()).catch((e: unknown) => e);
      expect(error).toBeInstanceOf(GuardrailConfigError);
      expect(String(error)).not.toContain(CARD);
    }
  });
});
