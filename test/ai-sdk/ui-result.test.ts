import { GuardrailConfigError, type PolicyOptions } from 'airs-guardrails';
import {
  guardMessages,
  guardModel,
  guardrailErrorMetadata,
  withGuardrailMetadata,
} from 'airs-guardrails/ai-sdk';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { CARD, cardScanner } from './card.js';
import { deepText } from './deep-search.js';
import { type AnyPart, collect, textBlock, type Version, versions } from './versions.js';

const CLEAN = 'All is well today. ';

beforeEach(() => vi.stubGlobal('AI_SDK_LOG_WARNINGS', false));

describe.each(versions)('what a page of $name knows', (version) => {
  const { sdk } = version;

  /** The result of a guarded call whose answer is a text. */
  function asked(prompt: string, answer: string, policy?: PolicyOptions | 'redact') {
    const { model } = version.scripted({ stream: [...textBlock('1', answer), version.finish()] });
    const scanner = cardScanner();
    return sdk.streamText({
      model: guardModel(model, { scanner, ...(policy && { policy }) }),
      prompt,
      onError: () => undefined,
    });
  }

  /** A page: what its last message says, and what it knows of it. */
  async function pageOf(respond: (body: Request) => Promise<Response> | Response, text = 'hi') {
    const state = {
      status: 'ready',
      error: undefined as Error | undefined,
      messages: [] as AnyPart[],
      pushMessage(message: AnyPart) {
        state.messages = [...state.messages, message];
      },
      popMessage() {
        state.messages = state.messages.slice(0, -1);
      },
      replaceMessage(index: number, message: AnyPart) {
        state.messages = state.messages.with(index, message);
      },
      snapshot: <Value>(value: Value): Value => structuredClone(value),
    };
    const Chat: Version['sdk'] = class extends sdk.AbstractChat {};
    const transport = new sdk.DefaultChatTransport({
      api: 'http://page.example/chat',
      fetch: async (url: string, init: RequestInit) => respond(new Request(url, init)),
    });
    await new Chat({ state, transport, onError: () => undefined }).sendMessage({ text });
    const last = state.messages.at(-1);
    const guardrail = Reflect.get(Object(last?.['metadata']), 'guardrail');
    return { status: state.status, error: state.error?.message, guardrail, last };
  }

  const notice = (direction: string) =>
    expect.objectContaining({
      direction,
      outcome: 'block',
      scanId: 'fake-scan',
      categories: expect.any(Array),
    });

  it.each([
    ['prompt', `My card is ${CARD}.`, CLEAN, 'This message was blocked by the content policy.'],
    ['response', 'hi', `${CLEAN.repeat(5)}It is ${CARD}.`, 'The answer was stopped by the content policy.'],
  ] as const)('is why a %s was refused, by a response', async (direction, prompt, answer, words) => {
    const page = await pageOf(() => withGuardrailMetadata(asked(prompt, answer)).toUIMessageStreamResponse());
    expect(page).toMatchObject({ status: 'error', error: words });
    expect(page.guardrail).toEqual({
      outcome: 'block',
      notices: expect.arrayContaining([notice(direction)]),
    });
    expect(deepText(page)).not.toContain(CARD);
  });

  it('is the same by a writer', async () => {
    const page = await pageOf(() => {
      const stream = sdk.createUIMessageStream({
        execute: ({ writer }: { readonly writer: { merge(stream: unknown): void } }) =>
          writer.merge(withGuardrailMetadata(asked(CARD, CLEAN)).toUIMessageStream()),
      });
      return sdk.createUIMessageStreamResponse({ stream });
    });
    expect(page).toMatchObject({ status: 'error', error: 'This message was blocked by the content policy.' });
    expect(page.guardrail).toEqual({ outcome: 'block', notices: [notice('prompt')] });
  });

  it('is why a message was refused before there was a model', async () => {
    const page = await pageOf(async (request) => {
      const { messages } = await request.json();
      const stream = sdk.createUIMessageStream({
        execute: async ({ writer }: { readonly writer: { write(part: object): void } }) => {
          try {
            await guardMessages(messages, { scanner: cardScanner() });
          } catch (error) {
            const reason = guardrailErrorMetadata(error);
            if (reason) writer.write({ type: 'message-metadata', messageMetadata: reason });
            throw error;
          }
        },
      });
      return sdk.createUIMessageStreamResponse({ stream });
    }, CARD);
    expect(page.status).toBe('error');
    expect(page.guardrail).toEqual({ outcome: 'block', notices: [notice('prompt')] });
  });

  it('is what was redacted, beside what the application says of the message', async () => {
    const page = await pageOf(() =>
      withGuardrailMetadata(asked('hi', `It is ${CARD}.`, 'redact')).toUIMessageStreamResponse({
        messageMetadata: ({ part }: { readonly part: AnyPart }) =>
          part.type === 'start' || part.type === 'finish-step' ? { own: 1 } : undefined,
      }),
    );
    expect(page.status).toBe('ready');
    expect(page.guardrail).toMatchObject({ outcome: 'redact' });
    expect(page.last).toMatchObject({ metadata: { own: 1 } });
  });

  it('is nothing of errors of others, which have the words of the application', async () => {
    const { model } = version.scripted({ stream: [{ type: 'error', error: new Error('overloaded') }] });
    const failing = () =>
      sdk.streamText({
        model: guardModel(model, { scanner: cardScanner() }),
        prompt: 'hi',
        onError: () => undefined,
      });
    const onError = () => 'Oh dear.';
    const page = await pageOf(() => withGuardrailMetadata(failing()).toUIMessageStreamResponse({ onError }));
    expect(page).toMatchObject({ error: 'Oh dear.', guardrail: undefined });
    const plain = await pageOf(() => withGuardrailMetadata(failing()).toUIMessageStreamResponse());
    expect(plain).toMatchObject({ error: 'An error occurred.', guardrail: undefined });
  });

  it('is kept with the message that the application stores', async () => {
    let stored: AnyPart | undefined;
    const keep = ({ responseMessage }: { readonly responseMessage: AnyPart }) => {
      stored = responseMessage;
    };
    const named = version.spec === 'v4' ? { onEnd: keep } : { onFinish: keep };
    await collect(
      withGuardrailMetadata(asked('hi', `${CLEAN.repeat(5)}It is ${CARD}.`)).toUIMessageStream({
        originalMessages: [],
        ...named,
      }),
    );
    expect(stored).toMatchObject({ metadata: { guardrail: { outcome: 'block' } } });
  });

  it('leaves everything else of a result as it is', async () => {
    const result = withGuardrailMetadata(asked('hi', CLEAN));
    expect(await result.text).toBe(CLEAN);
    expect((await result.steps).length).toBe(1);
    expect(() => withGuardrailMetadata({})).toThrow(GuardrailConfigError);
  });

  it('is a text of its own where a plain stream would be empty', async () => {
    const refused = async (policy?: PolicyOptions) =>
      (await asked(CARD, CLEAN, policy).toTextStreamResponse()).text();
    // A plain stream has no place for an error.
    expect(await refused().catch(() => '')).toBe('');
    const onBlock = { replace: 'This is not for me to answer.' };
    expect(await refused({ onBlock })).toBe(onBlock.replace);
    const late = await asked('hi', `${CLEAN.repeat(5)}It is ${CARD}.`, { onBlock })
      .toTextStreamResponse()
      .text();
    expect([late.endsWith(onBlock.replace), late.includes(CARD)]).toEqual([true, false]);
  });
});
