import {
  RunnableBranch,
  RunnableLambda,
  RunnableMap,
  RunnablePassthrough,
  RunnableSequence,
} from '@langchain/core/runnables';
import { FakeListChatModel } from '@langchain/core/utils/testing';
import { guardRunnable } from 'airs-guardrails/langchain';
import { fakeScanner } from 'airs-guardrails/testing';
import { describe, expect, it } from 'vitest';
import { HOLDING_FIELDS, isChatModel, rewrap } from '../../../src/langchain/model/runnable-shape.js';

const model = (): FakeListChatModel => new FakeListChatModel({ responses: ['the model'] });
const guarded = RunnableLambda.from(() => 'the guard');
const lambda = RunnableLambda.from((value: string) => value);

/** What a method of a model may give that holds the model somewhere. */
const HOLDERS: readonly (readonly [name: string, made: { invoke(input: string): Promise<unknown> }])[] = [
  ['the model itself', model()],
  ['a binding', model().withConfig({ tags: ['bound'] })],
  ['the last step of a sequence', lambda.pipe(model())],
  ['the first step of a sequence', RunnableSequence.from([model(), lambda as never])],
  ['a step in the middle', RunnableSequence.from([lambda, model(), RunnableLambda.from((said) => said)])],
  ['a retry', model().withRetry({ stopAfterAttempt: 1 })],
  ['a runnable with fallbacks', model().withFallbacks([lambda as never])],
  ['the default of a branch', RunnableBranch.from([[() => false, lambda], model() as never])],
  ['a branch', RunnableBranch.from([[() => true, model() as never], lambda])],
];

describe('a guard around the models in what a model gives', () => {
  it.each(HOLDERS)('reaches %s', async (_, made) => {
    const wrapped = rewrap(made, () => guarded) as typeof made;
    expect(JSON.stringify(await wrapped.invoke('hi'))).toContain('the guard');
    // The application may hold what was made as well.
    expect(JSON.stringify(await made.invoke('hi'))).toContain('the model');
  });

  it('reaches the steps of a map', async () => {
    const made = RunnableMap.from({ said: model() });
    const wrapped = rewrap(made, () => guarded) as typeof made;
    expect(await wrapped.invoke('hi')).toEqual({ said: 'the guard' });
  });

  it('leaves what holds no model as it is', () => {
    const made = lambda.pipe(RunnableLambda.from((value: string) => value));
    expect(rewrap(made, () => guarded)).toBe(made);
    expect([lambda, made, {}, undefined].some(isChatModel)).toBe(false);
  });
});

describe('the parts of a guarded runnable', () => {
  it.each([
    ['a sequence', lambda.pipe(RunnableLambda.from((value: string) => value))],
    ['an assignment', RunnablePassthrough.assign({ said: () => 'said' })],
    ['a branch', RunnableBranch.from([[() => true, lambda], lambda])],
    ['a binding', lambda.withConfig({ tags: ['bound'] })],
  ] as const)('cannot be reached past the guard of %s', (_, runnable) => {
    const closed = guardRunnable(runnable, { scanner: fakeScanner() });
    const own = [...HOLDING_FIELDS].filter((name) => Reflect.get(runnable, name) !== undefined);
    expect(own.length).toBeGreaterThan(0);
    expect(own.filter((name) => Reflect.get(closed, name) !== undefined)).toEqual([]);
  });
});
