// What the guard costs, as ratios against the same work without it in the same run. Usage: npm run bench
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { cpus } from 'node:os';
import { generateText, simulateReadableStream, streamText, wrapLanguageModel } from 'ai';
import { MockLanguageModelV4 } from 'ai/test';
import { guardrailMiddleware } from 'airs-guardrails/ai-sdk';
import { airsScanner, Content, Scanner } from 'airs-guardrails/airs';
import { createAirsServer } from 'airs-guardrails/server';
import { fakeScanner } from 'airs-guardrails/testing';

const usage = {
  inputTokens: { total: 1, noCache: 1, cacheRead: 0, cacheWrite: 0 },
  outputTokens: { total: 1, text: 1, reasoning: 0 },
};
const finishReason = { unified: 'stop' as const, raw: 'stop' };

/** Median microseconds of a call, measured in turns with the others so that a busy moment hits all of them. */
async function compare(
  rounds: number,
  tasks: Readonly<Record<string, () => Promise<unknown>>>,
): Promise<void> {
  const times = new Map(Object.keys(tasks).map((name) => [name, [] as number[]]));
  for (let round = -10; round < rounds; round++) {
    for (const [name, task] of Object.entries(tasks)) {
      const start = performance.now();
      await task();
      if (round >= 0) times.get(name)?.push((performance.now() - start) * 1000);
    }
  }
  let baseline: number | undefined;
  for (const [name, list] of times) {
    const median = list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0;
    baseline ??= median;
    const added = median - baseline;
    console.log(
      `  ${name.padEnd(44)} ${median.toFixed(0).padStart(8)} us  ${(median / baseline).toFixed(2)}x  ${added >= 0 ? '+' : ''}${added.toFixed(0)} us`,
    );
  }
}

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
const guarded = wrapLanguageModel({ model, middleware: guardrailMiddleware({ scanner: fakeScanner() }) });

console.log(`Node ${process.version}, ${cpus().length} cores, ${new Date().toISOString().slice(0, 10)}`);
console.log('\ngenerateText, instant scanner');
await compare(500, {
  'bare wrapLanguageModel': () => generateText({ model: bare, prompt: 'Hello' }),
  'guarded (2 scans)': () => generateText({ model: guarded, prompt: 'Hello' }),
});

console.log('\nstreamText, 200 chunks, instant scanner');
const drain = async (target: typeof model | typeof bare): Promise<void> => {
  for await (const _ of streamText({ model: target, prompt: 'Hello' }).textStream);
};
await compare(200, {
  'bare wrapLanguageModel': () => drain(bare),
  'guarded (2 scans)': () => drain(guarded),
});

console.log('\none scan over loopback HTTP');
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
await compare(500, {
  'bare fetch, same body and server': async () =>
    (await fetch(`${url}/v1/scan/sync/request`, { method: 'POST', body })).json(),
  'Scanner.syncScan (signed, checked, parsed)': () => client.syncScan({ profile_name: 'default' }, content),
  'airsScanner against createAirsServer': () => scanner.scan({ prompt: 'What is the capital of France?' }),
});
plain.close();
plain.closeAllConnections();
await airsServer.close();
