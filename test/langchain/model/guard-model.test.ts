import type { BaseMessage } from '@langchain/core/messages';
import { createGuardrail } from 'airs-guardrails';
import { guardChatModel } from 'airs-guardrails/langchain';
import { fakeScanner } from 'airs-guardrails/testing';
import { describe, expect, it, vi } from 'vitest';
import { CARD, cardScanner, frozen } from '../../ai-sdk/card.js';
import { expectNoRejections, providerForAll } from '../battery/hooks.js';
import type { ChatModel, Kit } from '../battery/kit.js';
import { KIT_1 } from '../battery/kit-1.js';
import { modelsOf } from '../battery/models.js';
import { gate, read, textOf } from '../battery/reading.js';
import { replyOf, scriptedModel } from '../battery/scripted-model.js';
import { nothingIn, traces, watcher } from '../battery/watching.js';
import { KIT_03 } from '../core-0.3/kit.js';
import { settle } from '../support.js';

const KITS: readonly Kit[] = [KIT_1, KIT_03];
const BLOCKS = { prompt: { dlp: 'block' }, response: { dlp: 'block' }, tool: { dlp: 'block' } } as const;
const LONG = Array.from({ length: 60 }, (_, index) => `Word ${index} of the answer. `);

const provider = providerForAll();

expectNoRejections();

function scripted(kit: Kit, text: readonly string[], others: object = {}) {
  return scriptedModel(kit, { replies: [replyOf(kit, { text })], ...others });
}

describe.each(KITS)('a guarded model of $version', (kit) => {
  it('is the same model in all else', () => {
    const { model } = scripted(kit, ['fine']);
    const guarded = guardChatModel(model, { scanner: fakeScanner() });
    expect(guarded).toBeInstanceOf(kit.chatModels.BaseChatModel);
    expect(guarded.constructor).toBe(model.constructor);
    expect(guarded.getName()).toBe(model.getName());
    expect(guarded._llmType()).toBe('scripted');
    expect(guarded.toJSON()).toEqual(model.toJSON());
    expect(guarded.getLsParams({})).toEqual(model.getLsParams({}));
    expect(guarded.callKeys).toEqual(model.callKeys);
    const options = { scanner: fakeScanner() };
    expect(() => guardChatModel({} as never, options)).toThrow(/chat model/);
  });

  it('does not guard the model that it was made of', async () => {
    const row = modelsOf(kit).find(({ name }) => name === 'initChatModel openai');
    const answers = [{ calls: [{ name: 'extract', args: ['{"q":"x"}'] }] }];
    const { model } = (await row?.make({ kit, provider: provider(), answers })) ?? scripted(kit, []);
    const schema = { title: 'extract', type: 'object', properties: { q: { type: 'string' } } };
    const options = { name: 'extract', method: 'functionCalling' } as const;
    // It keeps what it makes for a call.
    const bare = model.withStructuredOutput(schema, options) as unknown as ChatModel;
    const scanners = [fakeScanner(), fakeScanner()];
    for (const scanner of scanners) await guardChatModel(bare, { scanner }).invoke('Hello');
    expect(await bare.invoke('Hello')).toEqual({ q: 'x' });
    expect(scanners.map(({ requests }) => requests.length)).toEqual([2, 2]);
  });

  it('ends with the text of the policy where it says so', async () => {
    const policy = { ...BLOCKS, onBlock: { replace: 'I cannot say that.' } } as const;
    const own = watcher();
    const pieces = [
      'Here it comes, after some words that are fine. ',
      CARD.slice(0, 9),
      CARD.slice(9),
      ' you see.',
    ];
    const { model, calls } = scripted(kit, pieces, { callbacks: [own.handler] });
    const guarded = guardChatModel(model, { scanner: cardScanner(), policy });
    const answer = await guarded.invoke('Hello');
    expect(answer.content).toBe('I cannot say that.');
    expect(answer.response_metadata).toMatchObject({ finish_reason: 'content_filter' });
    const { items, error } = await read(guarded.stream('Hello'));
    expect(error).toBeUndefined();
    expect(textOf(items)).toMatch(/I cannot say that\.$/);
    nothingIn(own.told, [answer, items]);
    expect(calls.length).toBe(2);
    const refused = await guarded.invoke(`My card is ${CARD}`);
    expect(refused.content).toBe('I cannot say that.');
    expect(textOf((await read(guarded.stream(`My card is ${CARD}`))).items)).toBe('I cannot say that.');
    expect(calls.length).toBe(2);
  });

  it('gives tools and consumers back what a vault holds, and the model none of it', async () => {
    const policy = {
      prompt: { dlp: 'redact' },
      response: { dlp: 'redact' },
      tool: { dlp: 'redact' },
      redaction: { style: 'vault' },
    } as const;
    const guardrail = createGuardrail({ scanner: cardScanner(), policy });
    const first = scripted(kit, ['fine']);
    await guardChatModel(first.model, guardrail).invoke(`My card is ${CARD}.`);
    const own = String(first.calls[0]?.[0]?.content).match(/\[.*\]/)?.[0] ?? '';
    expect(own).toMatch(/CREDIT_CARD_/);
    const answer = {
      text: ['You said ', own.slice(0, 5), own.slice(5), '.'],
      calls: [{ name: 'lookup', args: ['{"q":"', own.slice(0, 3), own.slice(3), '"}'] }],
    };
    const made = scriptedModel(kit, { replies: [replyOf(kit, answer)] });
    const guarded = guardChatModel(made.model, guardrail);
    const { items } = await read(guarded.stream(`My card is ${CARD}.`));
    const answers = [items, [await guarded.invoke(`My card is ${CARD}.`)]];
    for (const all of answers) {
      expect(textOf(all)).toBe(`You said ${CARD}.`);
      const calls = all.flatMap((item) => Object(item).tool_calls ?? []);
      expect(calls.filter(({ name }: { name?: string }) => name)).toMatchObject([{ args: { q: CARD } }]);
    }
    expect(traces(made.calls)).toEqual([]);
  });

  it('gives nothing out before the verdict on the prompt, where that is judged beside the call', async () => {
    const verdict = gate();
    let given = 0;
    const scanner = fakeScanner({
      verdicts: async ({ prompt, response }) => {
        if (response !== undefined || prompt === undefined) return {};
        await verdict.opened;
        return prompt.includes(CARD) ? { action: 'block', promptDetected: { dlp: true } } : {};
      },
    });
    const options = { scanner, policy: BLOCKS, prompt: { promptScan: 'parallel' } } as const;
    const { model, calls } = scripted(kit, LONG);
    const reading = (async () => {
      for await (const _ of await guardChatModel(model, options).stream('Hello')) given += 1;
    })();
    await vi.waitFor(() => expect(calls.length).toBe(1));
    await settle();
    expect(given).toBe(0);
    verdict.open();
    await reading;
    expect(given).toBe(LONG.length + 1);

    let aborted = false;
    const waiting = scripted(kit, LONG, {
      beforeChunk: (index: number, signal?: AbortSignal) =>
        index < 5
          ? undefined
          : new Promise<void>((_, reject) => {
              const stop = (): void => {
                aborted = true;
                reject(signal?.reason);
              };
              if (signal?.aborted) stop();
              else signal?.addEventListener('abort', stop);
            }),
    });
    const refused = await read(guardChatModel(waiting.model, options).stream(`My card is ${CARD}`));
    expect(refused.error).toMatchObject({ code: 'ERR_GUARDRAIL_BLOCKED' });
    expect(refused.items).toEqual([]);
    await vi.waitFor(() => expect(aborted).toBe(true));
    await expect(guardChatModel(waiting.model, options).invoke(`My card is ${CARD}`)).rejects.toMatchObject({
      code: 'ERR_GUARDRAIL_BLOCKED',
    });
  });

  it('scans of each turn only what is new', async () => {
    const { HumanMessage, AIMessage, SystemMessage } = kit.messages;
    const scanner = cardScanner();
    const guarded = guardChatModel(scripted(kit, ['fine']).model, { scanner });
    const messages: BaseMessage[] = [new SystemMessage('Be kind.')];
    for (const turn of [1, 2, 3]) {
      messages.push(new HumanMessage(`question ${turn}`));
      await guarded.invoke(messages);
      messages.push(new AIMessage(`answer ${turn}`));
    }
    const prompts = scanner.requests.filter(({ response }) => response === undefined);
    // Each goes with the message before it.
    expect(prompts.map(({ prompt }) => prompt)).toEqual([
      'question 1',
      'user: question 1\n\nassistant: answer 1\n\nuser: question 2',
      'user: question 2\n\nassistant: answer 2\n\nuser: question 3',
    ]);
  });

  it('leaves the messages of the caller alone, and hands on those that are not rewritten', async () => {
    const { HumanMessage, AIMessage, SystemMessage, ToolMessage } = kit.messages;
    const { model, calls } = scripted(kit, ['fine']);
    const policy = {
      prompt: { dlp: 'redact' },
      response: { dlp: 'redact' },
      tool: { dlp: 'redact' },
    } as const;
    const asked = [
      new SystemMessage('Be kind.'),
      new HumanMessage({ content: [{ type: 'text', text: `My card is ${CARD}.` }] }),
      new AIMessage({ content: '', tool_calls: [{ id: 'call_0', name: 'lookup', args: { q: CARD } }] }),
      new ToolMessage({ content: `It is ${CARD}.`, tool_call_id: 'call_0' }),
      new HumanMessage('And now?'),
    ];
    const before = JSON.stringify(asked);
    for (const message of asked) frozen(Object.values(message));
    const guarded = guardChatModel(model, { scanner: cardScanner(), policy });
    await guarded.invoke(asked);
    await read(guarded.stream(asked));
    expect(JSON.stringify(asked)).toBe(before);
    expect(traces(calls)).toEqual([]);
    for (const call of calls) {
      expect(call.map((message) => message.constructor.name)).toEqual(
        asked.map((message) => message.constructor.name),
      );
      expect(call[0]).toBe(asked[0]);
      expect(call[4]).toBe(asked[4]);
    }
  });

  it('takes who and what a call is about from it, and no way out of the guard', async () => {
    const scanner = fakeScanner();
    const guarded = guardChatModel(scripted(kit, ['fine']).model, { scanner });
    const guardrail = { sessionId: 'own', appUser: 'someone', scanner: undefined, policy: 'off' };
    await guarded.invoke('Hello', { configurable: { thread_id: 'thread-1', guardrail } });
    expect(scanner.requests.length).toBe(2);
    for (const request of scanner.requests)
      expect(request).toMatchObject({ sessionId: 'own', appUser: 'someone' });
  });
});
