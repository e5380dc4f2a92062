import { createGuardrail } from 'airs-guardrails';
import { guardChatModel } from 'airs-guardrails/langchain';
import { fakeScanner } from 'airs-guardrails/testing';
import { describe, expect, it } from 'vitest';
import { CARD, cardScanner } from '../../ai-sdk/card.js';
import { KIT_03 } from '../core-0.3/kit.js';
import { providerForAll } from './hooks.js';
import { KIT_1 } from './kit-1.js';
import { modelsOf } from './models.js';
import { replyOf, scriptedModel } from './scripted-model.js';
import { comparable, nothingIn, traces, watcher } from './watching.js';

const BAD = [{ text: [`The card is ${CARD} and that is all.`] }];
const REDACTS = { response: { dlp: 'redact' } } as const;

const provider = providerForAll();

const cells = [KIT_1, KIT_03].flatMap((kit) => modelsOf(kit).map((row) => ({ kit, row })));

describe.each(cells)('$kit.version $row.name', ({ kit, row }) => {
  it('answers from a cache that was filled behind the guard', async () => {
    const cache = new kit.caches.InMemoryCache();
    const own = watcher();
    const made = await row.make({ kit, provider: provider(), answers: BAD, cache, callbacks: [own.handler] });
    const scanner = cardScanner();
    const model = guardChatModel(made.model, { scanner, policy: REDACTS });
    const first = await model.invoke('Hello');
    const second = await model.invoke('Hello');
    expect(first.text ?? first.content).toContain('[CREDIT_CARD]');
    expect(comparable(second.content)).toEqual(comparable(first.content));
    expect(made.calls()).toBe(1);
    nothingIn(own.told, [first, second, cache]);
  });

  it('does not take from a cache what was let in without the guard', async () => {
    const cache = new kit.caches.InMemoryCache();
    const made = await row.make({ kit, provider: provider(), answers: BAD, cache });
    const raw = await made.model.invoke('Hello');
    expect(traces(raw)).not.toEqual([]);
    const lax = guardChatModel(made.model, { scanner: fakeScanner() });
    expect(traces(await lax.invoke('Hello'))).not.toEqual([]);
    const model = guardChatModel(made.model, { scanner: cardScanner(), policy: REDACTS });
    nothingIn([], await model.invoke('Hello'));
    const strict = { scanner: cardScanner(), policy: { response: { dlp: 'block' } } } as const;
    await expect(guardChatModel(made.model, strict).invoke('Hello')).rejects.toMatchObject({
      code: 'ERR_GUARDRAIL_BLOCKED',
    });
  });

  it('does not take from a cache what a guard of the same policy let in by another scanner', async () => {
    const cache = new kit.caches.InMemoryCache();
    const made = await row.make({ kit, provider: provider(), answers: BAD, cache });
    const policy = REDACTS;
    await guardChatModel(made.model, { scanner: fakeScanner(), policy }).invoke('Hello');
    nothingIn([], await guardChatModel(made.model, { scanner: cardScanner(), policy }).invoke('Hello'));
    expect(made.calls()).toBe(2);
  });
});

describe.each([KIT_1, KIT_03])('$version under the redaction style vault', (kit) => {
  it('gives the originals of one session to no other', async () => {
    const cache = new kit.caches.InMemoryCache();
    const policy = { preset: 'redact', redaction: { style: 'vault' } } as const;
    const guardrail = createGuardrail({ scanner: cardScanner(), policy });
    const first = scriptedModel(kit, { replies: [replyOf(kit, { text: ['fine'] })] });
    const thread = (thread_id: string) => ({ configurable: { thread_id } });
    await guardChatModel(first.model, guardrail).invoke(`My card is ${CARD}.`, thread('A'));
    const placeholder = String(first.calls[0]?.[0]?.content).match(/\[.*\]/)?.[0] ?? '';
    const made = scriptedModel(kit, { replies: [replyOf(kit, { text: [`It is ${placeholder}.`] })], cache });
    const guarded = guardChatModel(made.model, guardrail);
    expect((await guarded.invoke('Which?', thread('A'))).content).toContain(CARD);
    nothingIn([], await guarded.invoke('Which?', thread('B')));
    expect(made.calls.length).toBe(2);
  });
});

// Without a guard, chat completions count tokens with a table from the internet there.
const streaming = cells.filter(({ row }) => /ChatOpenAI Responses|ChatAnthropic/.test(row.name));

describe.each(streaming)('$kit.version $row.name with streaming: true', ({ kit, row }) => {
  const CLEAN = [{ text: ['The wea', 'ther is f', 'ine today.'] }];

  it('is as without a guard for what is clean', async () => {
    const ask = async (isGuarded: boolean) => {
      const own = watcher();
      const options = {
        kit,
        provider: provider(),
        answers: CLEAN,
        streaming: true,
        callbacks: [own.handler],
      };
      const made = await row.make(options);
      const model = isGuarded ? guardChatModel(made.model, { scanner: fakeScanner() }) : made.model;
      const message = await model.invoke('Hello');
      const tokens = own.told.filter(({ method, args }) => method === 'handleLLMNewToken' && args[0]);
      return { message: comparable(message), tokens: tokens.map(({ args }) => args[0]) };
    };
    expect(await ask(true)).toEqual(await ask(false));
  });

  it('is redacted, tokens and all', async () => {
    const own = watcher();
    const answers = [{ text: ['It is ', CARD.slice(0, 7), CARD.slice(7), ' and that is all.'] }];
    const made = await row.make({
      kit,
      provider: provider(),
      answers,
      streaming: true,
      callbacks: [own.handler],
    });
    const model = guardChatModel(made.model, { scanner: cardScanner(), policy: REDACTS });
    const message = await model.invoke('Hello');
    expect(JSON.stringify(comparable(message))).toContain('[CREDIT_CARD]');
    nothingIn(own.told, message);
  });
});
