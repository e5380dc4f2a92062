import type { Callbacks } from '@langchain/core/callbacks/manager';
import { FakeListChatModel, FakeLLM } from '@langchain/core/utils/testing';
import { GuardrailCallbackHandler, guardChatModel, guardLLM } from 'airs-guardrails/langchain';
import { fakeScanner } from 'airs-guardrails/testing';
import type { Callbacks as Callbacks03 } from 'langchain-core-0.3/callbacks/manager';
import { expectTypeOf, test } from 'vitest';

test('the handler is a callback of both majors, without a cast', () => {
  const handler = new GuardrailCallbackHandler({ scanner: fakeScanner(), policy: 'strict' });
  const callbacks: Callbacks = [handler];
  const callbacks03: Callbacks03 = [handler];
  expectTypeOf(callbacks).not.toBeNever();
  expectTypeOf(callbacks03).not.toBeNever();
  const model = new FakeListChatModel({ responses: ['fine'], callbacks: [handler] });
  expectTypeOf(model.invoke('hello', { callbacks: [handler] })).resolves.toHaveProperty('content');
});

test('models of one kind are not guarded as those of another', () => {
  const chat = new FakeListChatModel({ responses: ['fine'] });
  expectTypeOf(guardChatModel(chat)).toEqualTypeOf(chat);
  expectTypeOf(guardLLM(new FakeLLM({}))).toEqualTypeOf(new FakeLLM({}));
  // @ts-expect-error a text model
  guardChatModel(new FakeLLM({}));
  // @ts-expect-error a chat model
  guardLLM(chat);
});

test('options are checked', () => {
  // @ts-expect-error no such preset
  new GuardrailCallbackHandler({ policy: 'lenient' });
  // @ts-expect-error the flags are not options
  new GuardrailCallbackHandler({ raiseError: false });
});
