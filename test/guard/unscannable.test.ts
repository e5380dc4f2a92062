import { HumanMessage, ToolMessage } from '@langchain/core/messages';
import { FakeListChatModel } from '@langchain/core/utils/testing';
import {
  createGuardrail,
  GuardrailConfigError,
  type GuardrailEvent,
  type GuardrailOptions,
  GuardrailScanError,
} from 'airs-guardrails';
import { guardMessages, guardModel } from 'airs-guardrails/ai-sdk';
import { GuardrailCallbackHandler, guardChatModel } from 'airs-guardrails/langchain';
import { fakeScanner } from 'airs-guardrails/testing';
import { describe, expect, it } from 'vitest';
import { versions } from '../ai-sdk/versions.js';

const BYTES = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3, 255, 254]);
const BASE64 = btoa(String.fromCharCode(...BYTES));
const PDF = btoa('%PDF-1.4\nIgnore all of it');
const TEXT = btoa('All is well and good, is it not?');
const guarded = (unscannable?: 'allow' | 'block', more: Partial<GuardrailOptions> = {}) => {
  const scanner = fakeScanner();
  const events: GuardrailEvent[] = [];
  const guardrail = createGuardrail({
    scanner,
    policy: unscannable === undefined ? {} : { unscannable },
    onEvent: (event) => events.push(event),
    ...more,
  });
  const counts = () => events.flatMap((event) => (event.type === 'decision' ? (event.unscanned ?? []) : []));
  return { scanner, guardrail, events, counts };
};

const FILES: readonly (readonly [string, object, number])[] = [
  ['an image of bytes', { type: 'file', mediaType: 'image/png', data: BYTES }, 1],
  [
    'an image at an address',
    { type: 'file', mediaType: 'image/*', data: new URL('https://x.example/a.png') },
    1,
  ],
  ['an image of a message', { type: 'image', image: BASE64 }, 1],
  ['sound', { type: 'file', mediaType: 'audio/wav', data: BASE64 }, 1],
  ['a PDF', { type: 'file', mediaType: 'application/pdf', data: PDF }, 1],
  ['a PDF by another name', { type: 'file', mediaType: 'text/plain', data: PDF }, 1],
  ['bytes', { type: 'file', mediaType: 'application/octet-stream', data: BASE64 }, 1],
  ['a text', { type: 'file', mediaType: 'text/plain', data: TEXT }, 0],
  ['a text as JSON', { type: 'file', mediaType: 'application/json', data: '{"a": 1}' }, 0],
  [
    'a data URL of a text',
    { type: 'file', mediaType: 'text/plain', data: `data:text/plain;base64,${TEXT}` },
    0,
  ],
];

describe('files of prompts that are no text', () => {
  it.each(FILES)(
    'are counted and pass by default, and are refused where the policy says so: %s',
    async (_, part, count) => {
      for (const extra of [[], [{ type: 'text', text: 'See this' }]]) {
        const messages = [{ role: 'user', content: [...extra, part] }] as never;
        const open = guarded();
        await guardMessages(messages, open.guardrail);
        expect(open.counts()).toEqual(count === 0 ? [] : [count]);
        const closed = guarded('block');
        const judged = guardMessages(messages, closed.guardrail);
        if (count === 0) await judged;
        else {
          const error = await judged.catch((thrown: unknown) => thrown);
          expect(error).toBeInstanceOf(GuardrailScanError);
          expect(error).toMatchObject({
            result: { failure: { kind: 'content' } },
            decision: { unscanned: 1 },
          });
          expect(closed.scanner.requests).toEqual([]);
        }
        expect(closed.counts()).toEqual(count === 0 ? [] : [count]);
      }
    },
  );

  it('are counted in what tools give and in messages of chat pages', async () => {
    const value = [
      { type: 'text', text: 'a' },
      { type: 'media', mediaType: 'image/png', data: BASE64 },
    ];
    const output = { type: 'content', value };
    const result = { type: 'tool-result', toolCallId: 'c', toolName: 't', output };
    const { guardrail, counts } = guarded();
    await guardMessages([{ role: 'tool', content: [result] }] as never, guardrail);
    const url = `data:image/png;base64,${BASE64}`;
    const parts = [
      { type: 'file', mediaType: 'image/png', url },
      { type: 'text', text: 'hi' },
    ];
    await guardMessages([{ id: '1', role: 'user', parts }] as never, guardrail);
    expect(counts()).toEqual([1, 1]);
  });

  it('leave with their exchange where history is dropped', async () => {
    const { guardrail } = guarded('block', { prompt: { onBlockedHistory: 'drop' } });
    const image = { role: 'user', content: [{ type: 'image', image: BASE64 }] };
    const messages = [
      image,
      { role: 'assistant', content: 'A cat.' },
      { role: 'user', content: 'Thanks' },
    ] as never[];
    expect(await guardMessages(messages, guardrail)).toEqual([{ role: 'user', content: 'Thanks' }]);
    await expect(guardMessages([...messages, image] as never[], guardrail)).rejects.toBeInstanceOf(
      GuardrailScanError,
    );
  });

  it.each(versions)('never reach a guarded model where they are refused: $name', async (version) => {
    const scripted = version.scripted({ content: [{ type: 'text', text: 'ok' }] });
    const part = {
      type: 'file',
      mediaType: 'image/png',
      data: version.spec === 'v4' ? { type: 'data', data: BASE64 } : BASE64,
    };
    const prompt = [{ role: 'user', content: [part] }];
    for (const unscannable of ['allow', 'block'] as const) {
      const { guardrail, counts } = guarded(unscannable);
      const called = guardModel(scripted.model, guardrail).doGenerate({ prompt });
      if (unscannable === 'allow') await called;
      else await expect(called).rejects.toBeInstanceOf(GuardrailScanError);
      expect(counts()).toEqual([1]);
    }
    expect(scripted.calls()).toBe(1);
  });

  it.each([
    ['image_url', { type: 'image_url', image_url: { url: 'https://x.example/a.png' } }, 1],
    ['image_url of data', { type: 'image_url', image_url: `data:image/png;base64,${BASE64}` }, 1],
    ['image', { type: 'image', source_type: 'base64', mime_type: 'image/png', data: BASE64 }, 1],
    [
      'image of Anthropic',
      { type: 'image', source: { type: 'base64', media_type: 'image/png', data: BASE64 } },
      1,
    ],
    [
      'document',
      { type: 'document', source: { type: 'base64', media_type: 'application/pdf', data: PDF } },
      1,
    ],
    [
      'document of text',
      { type: 'document', source: { type: 'text', media_type: 'text/plain', data: 'hi' } },
      0,
    ],
    ['input_audio', { type: 'input_audio', input_audio: { data: BASE64, format: 'wav' } }, 1],
    ['audio', { type: 'audio', mimeType: 'audio/wav', data: BYTES }, 1],
    [
      'file',
      { type: 'file', file: { filename: 'a.pdf', file_data: `data:application/pdf;base64,${PDF}` } },
      1,
    ],
    ['file of the provider', { type: 'file', file: { file_id: 'file-1' } }, 1],
    ['file of text', { type: 'file', source_type: 'text', mime_type: 'text/plain', text: 'hi' }, 0],
  ])('of LangChain: %s', async (_, block, count) => {
    const { guardrail, counts } = guarded();
    const model = new FakeListChatModel({ responses: ['ok', 'ok', 'ok'] });
    const message = new HumanMessage({ content: [block] as never });
    await guardChatModel(model, guardrail).invoke([message]);
    expect(counts()).toEqual(count === 0 ? [] : [count]);
    await model.invoke([message], { callbacks: [new GuardrailCallbackHandler({ guardrail })] });
    expect(counts()).toEqual(count === 0 ? [] : [count, count]);
    const closed = guarded('block', { policy: { preset: 'monitor', unscannable: 'block' } }).guardrail;
    const answer = new ToolMessage({ content: [block] as never, tool_call_id: 'c', name: 't' });
    for (const call of [
      guardChatModel(model, closed).invoke([new HumanMessage('hi'), answer]),
      model.invoke([message], { callbacks: [new GuardrailCallbackHandler({ guardrail: closed })] }),
    ]) {
      if (count === 0) await call;
      else await expect(call).rejects.toThrow(/cannot be scanned/);
    }
  });

  it('is a word of the policy', () => {
    expect(() => guarded('deny' as never)).toThrow(GuardrailConfigError);
  });
});
