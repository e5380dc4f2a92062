import { FakeListChatModel } from '@langchain/core/utils/testing';
import { createGuardrail } from 'airs-guardrails';
import { guardrailAgentMiddleware } from 'airs-guardrails/langchain/agent';
import { fakeScanner } from 'airs-guardrails/testing';
import { createAgent, createMiddleware, modelFallbackMiddleware } from 'langchain';
import { expectTypeOf, test } from 'vitest';
import { z } from 'zod';

const scanner = fakeScanner();
const model = new FakeListChatModel({ responses: ['fine'] });

test('the middleware stands beside others without a cast, and leaves their state as it is', async () => {
  const counting = createMiddleware({
    name: 'Counting',
    stateSchema: z.object({ count: z.number().default(0) }),
  });
  const agent = createAgent({
    model,
    middleware: [
      modelFallbackMiddleware(model),
      counting,
      guardrailAgentMiddleware({ scanner, policy: 'redact' }),
    ],
    responseFormat: z.object({ note: z.string() }),
  });
  const state = await agent.invoke({ messages: [] });
  expectTypeOf(state.structuredResponse).toEqualTypeOf<{ note: string }>();
  expectTypeOf(state.count).toEqualTypeOf<number>();
  expectTypeOf(createAgent({ model, middleware: [guardrailAgentMiddleware()] as const })).not.toBeAny();
});

test('options are checked', () => {
  guardrailAgentMiddleware({ guardrail: createGuardrail({ scanner }), exitBehavior: 'error' });
  // @ts-expect-error no such way to end
  guardrailAgentMiddleware({ scanner, exitBehavior: 'stop' });
});
