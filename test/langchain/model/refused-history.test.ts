import { AIMessage, HumanMessage } from '@langchain/core/messages';
import { GuardrailViolationError } from 'airs-guardrails';
import { guardChatModel } from 'airs-guardrails/langchain';
import { describe, expect, it } from 'vitest';
import { ScriptedModel } from '../agent/scripted-model.js';
import { ATTACK, agentScanner, textsOf } from '../agent/support.js';

describe('a guarded model in a chat in which something was refused', () => {
  const history = [new HumanMessage(ATTACK), new AIMessage('no'), new HumanMessage('and now?')];
  const guarded = (prompt?: { onBlockedHistory: 'block' | 'drop' }) => {
    const model = new ScriptedModel([{ text: 'fine' }, { text: 'fine' }]);
    const options = { scanner: agentScanner(), ...(prompt && { prompt }) };
    return { model, own: guardChatModel(model, options) };
  };

  it('goes on without it, streamed or not', async () => {
    const { model, own } = guarded();
    expect((await own.invoke(history)).text).toBe('fine');
    let said = '';
    for await (const chunk of await own.stream(history)) said += chunk.text;
    expect(said).toBe('fine');
    expect(model.prompts.map(textsOf)).toEqual([['human: and now?'], ['human: and now?']]);
    await expect(own.invoke(history.slice(0, 1))).rejects.toBeInstanceOf(GuardrailViolationError);
  });

  it('is refused where it is told to', async () => {
    const { model, own } = guarded({ onBlockedHistory: 'block' });
    await expect(own.invoke(history)).rejects.toBeInstanceOf(GuardrailViolationError);
    expect(model.prompts).toEqual([]);
  });
});
