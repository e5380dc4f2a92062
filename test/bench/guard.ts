// What the guard costs, against the same work without it.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { FakeListChatModel } from '@langchain/core/utils/testing';
import { generateText, simulateReadableStream, streamText, wrapLanguageModel } from 'ai';
import { MockLanguageModelV4 } from 'ai/test';
import { guardrailMiddleware } from 'airs-guardrails/ai-sdk';
import { airsScanner, Content, Scanner } from 'airs-guardrails/airs';
import { guardChatModel } from 'airs-guardrails/langchain';
import { createAirsServer } from 'airs-guardrails/server';
import { fakeScanner } from 'airs-guardrails/testing';
import { compare } from './measure.js';

const usage = {
  inputTokens: { total: 1, noCache: 1, cacheRead: 0, cacheWrite: 0 },
  outputTokens: { total: 1, text: 1, reasoning: 0 },
};
const finishReason = { unified: 'stop' as const, raw: 'stop' };

const model = new MockLanguageModelV4({
  doGenerate: async () => ({
    content: [{ type: 'text', text: 'All is well.' }],
    finishReason,
    usage,
    warnings: [],
  }),
  doStream: async () => ({
    stream: simulateReadableStream({
      chunks: [
        { type: 'text-start', id: '1' },
        ...Array.from({ length: 200 }, () => ({
          type: 'text-delta' as const,
          id: '1',
          delta: 'twenty characters... ',
        })),
        { type: 'text-end', id: '1' },
        { type: 'finish', finishReason, usage },
      ],
      initialDelayInMs: null,
      chunkDelayInMs: null,
    }),
  }),
});
const bare = wrapLanguageModel({ model, middleware: {} });
const verdict = await fakeScanner().scan({ prompt: 'Hello' });
const guarded = wrapLanguageModel({
  model,
  middleware: guardrailMiddleware({ scanner: { name: 'instant', scan: async () => verdict } }),
});
// The mock keeps every call, and what is kept for ever would be measured too.
const generate = async (target: typeof bare, prompt: string): Promise<void> => {
  await generateText({ model: target, prompt });
  model.doGenerateCalls.length = 0;
};

let turn = 0;
// Many rounds: a server's code is warm.
await compare('generateText, instant scanner', 10_000, {
  'bare wrapLanguageModel': () => generate(bare, `Hello ${turn++}`),
  'guarded, new prompt (2 scans)': () => generate(guarded, `Hello ${turn++}`),
  'guarded, known prompt (1 scan)': () => generate(guarded, 'Hello'),
});

const passing = wrapLanguageModel({
  model,
  middleware: {
    specificationVersion: 'v4',
    wrapStream: async ({ doStream }) => {
      const { stream, ...rest } = await doStream();
      return { ...rest, stream: stream.pipeThrough(new TransformStream()) };
    },
  },
});
const drain = async (target: typeof model | typeof bare): Promise<void> => {
  for await (const _ of streamText({ model: target, prompt: 'Hello' }).textStream);
};
await compare('streamText, 200 chunks, instant scanner', 200, {
  'bare wrapLanguageModel': () => drain(bare),
  'a TransformStream that changes nothing': () => drain(passing),
  'guarded (2 scans)': () => drain(guarded),
});

const instant = { name: 'instant', scan: async () => verdict };
const chat = new FakeListChatModel({ responses: ['All is well.'] });
const guardedChat = guardChatModel(chat, { scanner: instant });
await compare('LangChain invoke, instant scanner', 10_000, {
  'bare chat model': () => chat.invoke(`Hello ${turn++}`),
  'guardChatModel, new prompt (2 scans)': () => guardedChat.invoke(`Hello ${turn++}`),
});

const long = new FakeListChatModel({ responses: ['a'.repeat(200)] });
const guardedLong = guardChatModel(long, { scanner: instant });
const drainChat = async (target: FakeListChatModel): Promise<void> => {
  for await (const _ of await target.stream('Hello'));
};
await compare('LangChain stream, 200 chunks, instant scanner', 200, {
  'bare chat model': () => drainChat(long),
  'guardChatModel (2 scans)': () => drainChat(guardedLong),
});

const answer = JSON.stringify({ action: 'allow', category: 'benign', scan_id: 's', report_id: 'r' });
const plain = createServer((request, response) => {
  request.resume();
  request.on('end', () => response.setHeader('content-type', 'application/json').end(answer));
});
await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve));
const url = `http://127.0.0.1:${(plain.address() as AddressInfo).port}`;
const airsServer = await createAirsServer({ apiKeys: ['bench-key'] });
const client = new Scanner({ apiKey: 'bench-key', apiEndpoint: url });
const content = new Content({ prompt: 'What is the capital of France?' });
const body = JSON.stringify({ ai_profile: { profile_name: 'default' }, contents: [content] });
const scanner = airsScanner({ apiKey: 'bench-key', apiEndpoint: airsServer.url });
await compare('one scan over loopback HTTP', 500, {
  'bare fetch, same body and server': async () =>
    (await fetch(`${url}/v1/scan/sync/request`, { method: 'POST', body })).json(),
  'Scanner.syncScan (signed, checked, parsed)': () => client.syncScan({ profile_name: 'default' }, content),
  'airsScanner against createAirsServer': () => scanner.scan({ prompt: 'What is the capital of France?' }),
});
plain.close();
plain.closeAllConnections();
await airsServer.close();
