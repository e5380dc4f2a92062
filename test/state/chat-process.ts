// One process of a chat application: an HTTP server over the AI SDK. Started by two-processes.test.ts.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { generateText, type ModelMessage, simulateReadableStream, streamText, wrapLanguageModel } from 'ai';
import { MockLanguageModelV4 } from 'ai/test';
import { guardrailMiddleware } from '../../src/ai-sdk/index.js';
import { localScanner } from '../../src/local/index.js';
import { isGuardrailError } from '../../src/scan/index.js';

const [storeUrl = ''] = process.argv.slice(2);

/** A store of the application's own, over HTTP. */
async function ask(operation: string, body: unknown): Promise<unknown> {
  const response = await fetch(`${storeUrl}/${operation}`, { method: 'POST', body: JSON.stringify(body) });
  return response.json();
}
const store = {
  get: (key: string) => ask('get', [key]),
  getMany: (keys: string[]) => ask('getMany', keys),
  set: (key: string, value: string, ttl: number) => ask('set', [{ key, value, ttl }]),
  setMany: (entries: object[]) => ask('set', entries),
  delete: (key: string) => ask('delete', [key]),
};

let scans = 0;
const engine = localScanner();
const usage = {
  inputTokens: { total: 1, noCache: 1, cacheRead: 0, cacheWrite: 0 },
  outputTokens: { total: 1, text: 1, reasoning: 0 },
};
const finishReason = { unified: 'stop' as const, raw: 'stop' };
/** What the model has seen that it must not see. */
const seen: string[] = [];

/** The model says again what the user has said last. */
function answerTo(options: { readonly prompt: unknown }): string {
  const text = JSON.stringify(options.prompt);
  if (/@example\.com|Ignore all/.test(text)) seen.push(text);
  const said = [...text.matchAll(/"role":"user","content":\[\{"type":"text","text":"((?:[^"\\]|\\.)*)"/g)];
  return `You said: ${said.at(-1)?.[1] ?? ''}`;
}

const model = wrapLanguageModel({
  model: new MockLanguageModelV4({
    doGenerate: async (options) => ({
      content: [{ type: 'text', text: answerTo(options) }],
      finishReason,
      usage,
      warnings: [],
    }),
    doStream: async (options) => ({
      stream: simulateReadableStream({
        chunks: [
          { type: 'text-start', id: '1' },
          ...(answerTo(options).match(/[\s\S]{1,9}/g) ?? []).map((delta) => ({
            type: 'text-delta' as const,
            id: '1',
            delta,
          })),
          { type: 'text-end', id: '1' },
          { type: 'finish', finishReason, usage },
        ],
        initialDelayInMs: null,
        chunkDelayInMs: null,
      }),
    }),
  }),
  middleware: guardrailMiddleware({
    scanner: {
      name: 'counting',
      scan(request, options) {
        scans += 1;
        return engine.scan(request, options);
      },
    },
    policy: { preset: 'redact', redaction: { style: 'vault' } },
    ...(storeUrl !== '' && {
      state: { store, secret: 'a secret that both processes have', storeTimeoutMs: 10_000 },
    }),
  }),
});

async function answer(messages: ModelMessage[]): Promise<string> {
  const call = { model, messages, maxRetries: 0, providerOptions: { guardrail: { sessionId: 'the-chat' } } };
  try {
    if (messages.length % 4 === 1) return (await generateText(call)).text;
    let text = '';
    for await (const part of streamText({ ...call, onError: () => undefined }).fullStream) {
      if (part.type === 'text-delta') text += part.text;
      if (part.type === 'error') throw part.error;
    }
    return text;
  } catch (error) {
    if (!isGuardrailError(error)) throw error;
    return 'REFUSED';
  }
}

const server = createServer(async (request, response) => {
  let body = '';
  for await (const chunk of request) body += String(chunk);
  const said = request.url === '/chat' ? { text: await answer(JSON.parse(body)) } : { scans, seen };
  response.setHeader('content-type', 'application/json').end(JSON.stringify(said));
});
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.on('disconnect', () => process.exit());
