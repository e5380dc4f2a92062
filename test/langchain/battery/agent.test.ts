import { MemorySaver } from '@langchain/langgraph';
import { findGuardrailError } from 'airs-guardrails';
import { guardrailAgentMiddleware } from 'airs-guardrails/langchain/agent';
import { createAgent, tool } from 'langchain';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { CARD, cardScanner } from '../../ai-sdk/card.js';
import { providerForAll } from './hooks.js';
import { KIT_1 } from './kit-1.js';
import { modelsOf } from './models.js';
import { deepText, nothingIn, watcher } from './watching.js';

const NAMES = ['ChatOpenAI completions', 'ChatOpenAI Responses', 'ChatAnthropic', 'initChatModel openai'];
const ANSWERS = [
  { calls: [{ name: 'lookup', args: ['{"q":"', CARD.slice(0, 6), CARD.slice(6), '"}'] }] },
  { text: ['It is ', CARD.slice(0, 9), CARD.slice(9), ', you see.'] },
];
const REDACTS = {
  prompt: { dlp: 'redact' },
  response: { dlp: 'redact' },
  tool: { dlp: 'redact' },
} as const;

const provider = providerForAll();

const rows = modelsOf(KIT_1).filter(({ name }) => NAMES.includes(name));

describe.each(rows)('an agent with the middleware and $name', (row) => {
  const make = async (options: Parameters<typeof guardrailAgentMiddleware>[0]) => {
    const { model } = await row.make({ kit: KIT_1, provider: provider(), answers: ANSWERS });
    const looked: string[] = [];
    const lookup = tool(
      ({ q }: { q: string }) => {
        looked.push(q);
        return 'found';
      },
      { name: 'lookup', description: 'Looks something up', schema: z.object({ q: z.string() }) },
    );
    const middleware = [guardrailAgentMiddleware(options)];
    return {
      agent: createAgent({ model, tools: [lookup], checkpointer: new MemorySaver(), middleware }),
      looked,
    };
  };

  it.each(['messages', 'updates', 'values'] as const)(
    'is redacted in the stream of %s',
    async (streamMode) => {
      const { agent, looked } = await make({ scanner: cardScanner(), policy: REDACTS });
      const own = watcher();
      const config = { callbacks: [own.handler], configurable: { thread_id: 'thread-1' } };
      const out: unknown[] = [];
      const asked = { messages: [{ role: 'user' as const, content: 'Find my card.' }] };
      for await (const item of await agent.stream(asked, { ...config, streamMode })) out.push(item);
      const state = await agent.getState(config);
      expect(looked).toEqual(['[CREDIT_CARD]']);
      expect(deepText(state)).toContain('[CREDIT_CARD], you see.');
      nothingIn(own.told, [out, state, provider().requests]);
    },
  );

  it('does not ask the model where the prompt is refused', async () => {
    const policy = { prompt: { dlp: 'block' } } as const;
    const { agent } = await make({ scanner: cardScanner(), policy, exitBehavior: 'error' });
    const asked = { messages: [{ role: 'user' as const, content: `My card is ${CARD}.` }] };
    const error = await agent.invoke(asked, { configurable: { thread_id: 'thread-1' } }).then(
      () => undefined,
      (caught: unknown) => caught,
    );
    expect(findGuardrailError(error)).toMatchObject({ code: 'ERR_GUARDRAIL_BLOCKED' });
    expect(provider().requests).toEqual([]);
  });
});
