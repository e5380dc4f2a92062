// Guarded streams of several packages: the same words, the same scanner, in the same run.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pathToFileURL } from 'node:url';
import { streamText } from 'ai';
import { type ContentScanner, createGuardrail } from 'airs-guardrails';
import { guardModel } from 'airs-guardrails/ai-sdk';
import { guardChatModel } from 'airs-guardrails/langchain';
import { fakeScanner } from 'airs-guardrails/testing';
import { createAgent, createMiddleware } from 'langchain';
import { z } from 'zod';
import { installPeer } from './install.js';
import { figuresOf, type GuardedStream, type Scan, type StreamFigures } from './scenarios.js';
import { aiSdk5Model, aiSdkModel, ScriptedChatModel } from './scripted-models.js';

/** A scanner that asks `scan` about answers; prompts are not what is compared. */
function scannerOf(scan: Scan): ContentScanner {
  return fakeScanner({
    verdicts: async ({ response }) => {
      if (response === undefined || !(await scan(response)).flagged) return {};
      return { action: 'block', responseDetected: { toxicContent: true } };
    },
  });
}

const aiSdk: GuardedStream = (words, scan) => {
  const model = guardModel(aiSdkModel(words), createGuardrail({ scanner: scannerOf(scan) }));
  return streamText({ model, prompt: 'hi', onError: () => undefined }).textStream;
};

async function* langChain(...[words, scan]: Parameters<GuardedStream>): AsyncGenerator<string> {
  const model = guardChatModel(new ScriptedChatModel(words), { scanner: scannerOf(scan) });
  for await (const { text } of await model.stream('hi')) yield text;
}

/** What LangChain's own hooks can do: judge an answer once the model has given it. */
async function* langChainHook(...[words, scan]: Parameters<GuardedStream>): AsyncGenerator<string> {
  const guard = createMiddleware({
    name: 'Guard',
    afterModel: async ({ messages }) => {
      if ((await scan(messages.at(-1)?.text ?? '')).flagged) throw new Error('refused');
      return undefined;
    },
  });
  const agent = createAgent({ model: new ScriptedChatModel(words), tools: [], middleware: [guard] });
  const stream = await agent.stream({ messages: 'hi' }, { streamMode: 'messages' });
  for await (const [message] of stream) if (message.type === 'ai') yield message.text;
}

const callable = z.custom<new (...options: unknown[]) => object>((value) => typeof value === 'function');
const importFrom = async (require: NodeJS.Require, name: string): Promise<unknown> =>
  import(pathToFileURL(require.resolve(name)).href);

/** Mastra: a processor of one's own, asked at every `every`th chunk about all that has come. */
async function mastra(every: number): Promise<GuardedStream> {
  const require = installPeer('mastra');
  const { Agent } = z.looseObject({ Agent: callable }).parse(await importFrom(require, '@mastra/core/agent'));
  const processors = await importFrom(require, '@mastra/core/processors');
  const { BatchPartsProcessor } = z.looseObject({ BatchPartsProcessor: callable }).parse(processors);
  interface Turn {
    readonly part: { readonly type: string; readonly payload: { readonly text: string } };
    readonly state: { text?: string };
    abort(reason: string): never;
  }
  interface Answer {
    readonly fullStream: AsyncIterable<{
      readonly type: string;
      readonly payload?: { readonly text?: string };
    }>;
  }
  return async function* (words, scan) {
    const guard = {
      id: 'guard',
      async processOutputStream({ part, state, abort }: Turn) {
        if (part.type !== 'text-delta') return part;
        state.text = (state.text ?? '') + part.payload.text;
        if ((await scan(state.text)).flagged) abort('refused');
        return part;
      },
    };
    const batch = every > 1 ? [new BatchPartsProcessor({ batchSize: every })] : [];
    const agent = new Agent({
      id: 'a',
      name: 'a',
      instructions: 'x',
      model: aiSdk5Model(words),
      outputProcessors: [...batch, guard],
    }) as { stream(prompt: string): Promise<Answer> };
    const { fullStream } = await agent.stream('hi');
    for await (const { type, payload } of fullStream) if (type === 'text-delta') yield payload?.text ?? '';
  };
}

/** @openai/agents: a guardrail of the output. */
async function openAiAgents(): Promise<GuardedStream> {
  const require = installPeer('openai-agents');
  const shape = z.looseObject({ Agent: callable, Runner: callable, Usage: callable });
  const { Agent, Runner, Usage } = shape.parse(await importFrom(require, '@openai/agents'));
  interface Running {
    toTextStream(): AsyncIterable<string>;
    readonly completed: Promise<void>;
  }
  const runner = new Runner({ tracingDisabled: true }) as {
    run(agent: object, prompt: string, options: { stream: true }): Promise<Running>;
  };
  return async function* (words, scan) {
    const model = {
      async *getStreamedResponse() {
        yield { type: 'response_started' };
        let text = '';
        for await (const delta of words()) {
          text += delta;
          yield { type: 'output_text_delta', delta };
        }
        const content = [{ type: 'output_text', text }];
        const output = [{ type: 'message', id: 'm', role: 'assistant', status: 'completed', content }];
        const used = { inputTokens: 1, outputTokens: 1, totalTokens: 2 };
        yield { type: 'response_done', response: { id: 'r', usage: used, output } };
      },
      getResponse: async () => ({ usage: new Usage(), output: [], responseId: 'r' }),
    };
    const guard = {
      name: 'guard',
      execute: async ({ agentOutput }: { readonly agentOutput: unknown }) => ({
        tripwireTriggered: (await scan(String(agentOutput))).flagged,
        outputInfo: {},
      }),
    };
    const running = await runner.run(new Agent({ name: 'a', model, outputGuardrails: [guard] }), 'hi', {
      stream: true,
    });
    yield* running.toTextStream();
    await running.completed;
  };
}

/** @openai/guardrails: a check of its own kind in the stage `output`, around a client that talks to a server of this process. */
async function openAiGuardrails(): Promise<{ readonly stream: GuardedStream; close(): void }> {
  const require = installPeer('openai-guardrails');
  let words: Parameters<GuardedStream>[0] = async function* () {};
  let scan: Scan = async () => ({ flagged: false });
  const server = createServer((request, response) => {
    request.resume().on('end', async () => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      const send = (delta: object, finish_reason: string | null) =>
        response.write(
          `data: ${JSON.stringify({ id: 'x', object: 'chat.completion.chunk', created: 1, model: 'm', choices: [{ index: 0, delta, finish_reason }] })}\n\n`,
        );
      for await (const content of words()) send({ content }, null);
      send({}, 'stop');
      response.end('data: [DONE]\n\n');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  type Client = {
    chat: {
      completions: {
        create(options: object): Promise<AsyncIterable<{ choices?: { delta?: { content?: string } }[] }>>;
      };
    };
  };
  const { GuardrailsOpenAI, defaultSpecRegistry } = z
    .looseObject({
      GuardrailsOpenAI: z.custom<{ create(config: object, options: object): Promise<Client> }>(),
      defaultSpecRegistry: z.custom<{ register(...spec: unknown[]): void }>(),
    })
    .parse(require('@openai/guardrails'));
  const check = async (_context: unknown, text: string) => ({
    tripwireTriggered: (await scan(text)).flagged,
    info: {},
  });
  const { z: theirs } = z
    .looseObject({ z: z.custom<{ object(shape: object): unknown }>() })
    .parse(require('zod'));
  const about = { engine: 'scripted' };
  defaultSpecRegistry.register(
    'Scripted',
    check,
    'scripted',
    'text/plain',
    theirs.object({}),
    undefined,
    about,
  );
  const output = { version: 1, guardrails: [{ name: 'Scripted', config: {} }] };
  const baseURL = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  const client = await GuardrailsOpenAI.create({ version: 1, output }, { baseURL, apiKey: 'x' });
  return {
    stream: async function* (given, scanner) {
      words = given;
      scan = scanner;
      const messages = [{ role: 'user', content: 'hi' }];
      for await (const { choices } of await client.chat.completions.create({
        model: 'm',
        messages,
        stream: true,
      }))
        yield choices?.[0]?.delta?.content ?? '';
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function* bare(words: Parameters<GuardedStream>[0]): AsyncGenerator<string> {
  yield* streamText({ model: aiSdkModel(words), prompt: 'hi' }).textStream;
}

/** Runs all of them. A package that does not install or run here is left out, and named. */
export async function peerStreams(): Promise<readonly StreamFigures[]> {
  const guardrails = async (): Promise<GuardedStream> => {
    const { stream, close } = await openAiGuardrails();
    closers.push(close);
    return stream;
  };
  const closers: (() => void)[] = [];
  const all: readonly (readonly [string, () => Promise<GuardedStream> | GuardedStream])[] = [
    ['AI SDK 7 without a guard', () => bare],
    ['this one, AI SDK', () => aiSdk],
    ['this one, LangChain', () => langChain],
    ["langchain 1.5, `afterModel` guard, `streamMode: 'messages'`", () => langChainHook],
    ['Mastra 1.71, a processor for each chunk', () => mastra(1)],
    ['Mastra 1.71, ten chunks at a time', () => mastra(10)],
    ['@openai/agents 0.20, output guardrail', openAiAgents],
    ['@openai/guardrails 0.2, stream', guardrails],
  ];
  const rows: StreamFigures[] = [];
  for (const [name, open] of all) {
    try {
      rows.push(await figuresOf(name, await open()));
    } catch (error) {
      console.log(`  left out: ${name}: ${error instanceof Error ? error.message.split('\n')[0] : error}`);
    }
  }
  for (const close of closers) close();
  return rows;
}

/** A table of Markdown. */
export function streamTable(rows: readonly StreamFigures[]): string {
  const cells = rows.map(
    ({ name, firstMs, totalMs, scans, timesScanned, leaked, leakedCut }) =>
      `| ${name} | ${firstMs.toFixed(0)} ms | ${(totalMs / 1000).toFixed(1)} s | ${scans === 0 ? '' : `${scans}; ${timesScanned.toFixed(1)}x`} | ${leaked}; ${leakedCut} |`,
  );
  return [
    '| | first text | all of it | 4,000 tokens: scans; text scanned | of a violation got out, whole; cut over chunks |',
    '| --- | --- | --- | --- | --- |',
    ...cells,
  ].join('\n');
}
