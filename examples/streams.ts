// Guarded streams: what is held, scanned and released, and when; a redaction, a stop in the middle, a refused tool call.
import { stepCountIs, streamText, tool } from 'ai';
import { MockLanguageModelV4, simulateReadableStream } from 'ai/test';
import { combineScanners, createGuardrail, type StreamProgress } from 'airs-guardrails';
import { guardModel, guardTools } from 'airs-guardrails/ai-sdk';
import { airsScanner } from 'airs-guardrails/airs';
import { localScanner } from 'airs-guardrails/local';
import { z } from 'zod';
import { startBackend } from './backend.js';
import { formatTable, type Row } from './table.js';

const backend = await startBackend();
const cloud = airsScanner({ ...backend.options, profileName: backend.profileName, numRetries: 1 });
const card = ['4111', '1111', '1111', '1111'].join(' ');
const usage = {
  inputTokens: { total: 12, noCache: 12, cacheRead: undefined, cacheWrite: undefined },
  outputTokens: { total: 20, text: 20, reasoning: undefined },
};

type Chunks = Parameters<typeof simulateReadableStream<StreamPart>>[0]['chunks'];
type StreamPart =
  Awaited<ReturnType<MockLanguageModelV4['doStream']>>['stream'] extends ReadableStream<infer Part>
    ? Part
    : never;

/** A model that streams its answer, a few characters every few milliseconds. */
function streamingModel(answer: (turn: number) => Chunks): MockLanguageModelV4 {
  let turn = 0;
  return new MockLanguageModelV4({
    modelId: 'scripted-model',
    doStream: async () => ({
      stream: simulateReadableStream({
        chunks: answer(turn++),
        initialDelayInMs: 5,
        chunkDelayInMs: 4,
      }),
    }),
  });
}
const saying = (text: string): Chunks => [
  { type: 'text-start', id: '1' },
  ...(text.match(/.{1,11}/gs) ?? []).map((delta) => ({ type: 'text-delta' as const, id: '1', delta })),
  { type: 'text-end', id: '1' },
  { type: 'finish', finishReason: { unified: 'stop', raw: 'stop' }, usage },
];

// 1. A clean answer, window by window.
console.log('A stream is released as it is verified:');
let started = performance.now();
let rows: Row[] = [];
const onProgress = ({ scan, scannedChars, arrivedChars, releasedChars, heldChars }: StreamProgress): void => {
  rows.push({
    at: `${Math.round(performance.now() - started)} ms`,
    scan,
    scanned: String(scannedChars),
    arrived: String(arrivedChars),
    released: String(releasedChars),
    held: String(heldChars),
  });
};
const story = 'The lighthouse keeper counted the ships that passed and wrote each of them down. '.repeat(5);
const watched = createGuardrail({ scanner: cloud, stream: { onProgress } });
const calm = guardModel(
  streamingModel(() => saying(story)),
  watched,
);
let shown = '';
for await (const delta of streamText({ model: calm, prompt: 'Tell me a story.' }).textStream) shown += delta;
console.log(formatTable(rows));
console.log(`   ${shown.length} of ${story.length} characters shown, unchanged: ${shown === story}`);

// 2. Two tiers: the embedded engine redacts in the flow, the cloud judges what is left.
console.log('\nA card number that is cut over several chunks leaves redacted:');
const redacting = createGuardrail({ scanner: combineScanners(cloud, localScanner()), policy: 'redact' });
const leaky = guardModel(
  streamingModel(() => saying(`I will charge the card ${card} today, and send the receipt to you.`)),
  redacting,
);
shown = '';
for await (const delta of streamText({ model: leaky, prompt: 'Please pay.' }).textStream) shown += delta;
console.log(`   ${shown}`);

// 3. A violation in the middle.
console.log('\nA stream stops before a violation gets out:');
const bad = 'Get it from http://urlfiltering.paloaltonetworks.com/test-malware today. ';
started = performance.now();
rows = [];
const stopped = guardModel(
  streamingModel(() => saying(story + bad + story)),
  watched,
);
const { textStream, finishReason } = streamText({
  model: stopped,
  prompt: 'And the driver?',
  onError: ({ error }) => console.log(`   guard: ${error instanceof Error ? error.message : 'stopped'}`),
});
shown = '';
for await (const delta of textStream) shown += delta;
console.log(`   finish reason: ${await finishReason}; shown: "...${shown.slice(-40)}"`);
console.log(`   anything of the violation shown: ${shown.includes('urlfiltering')}`);

// 4. A tool call that must not run.
console.log('\nA tool call with a destructive command is refused:');
let ran = false;
const tools = guardTools(
  {
    shell: tool({
      description: 'Runs a command',
      inputSchema: z.object({ command: z.string() }),
      execute: async () => {
        ran = true;
        return 'done';
      },
    }),
  },
  watched,
);
const agent = guardModel(
  streamingModel(() => [
    {
      type: 'tool-call',
      toolCallId: 'call-1',
      toolName: 'shell',
      input: JSON.stringify({ command: 'rm -rf / --no-preserve-root' }),
    },
    { type: 'finish', finishReason: { unified: 'tool-calls', raw: 'tool_calls' }, usage },
  ]),
  watched,
);
const call = streamText({
  model: agent,
  tools,
  prompt: 'Clean up the disk.',
  stopWhen: stepCountIs(2),
  onError: ({ error }) => console.log(`   guard: ${error instanceof Error ? error.message : 'refused'}`),
});
await call.consumeStream();
console.log(`   the tool ran: ${ran}`);

// 5. The vault: the model works with a placeholder, the user reads the original.
console.log('\nThe vault: the model never sees the address, the answer has it all the same:');
const vault = createGuardrail({
  scanner: combineScanners(cloud, localScanner()),
  policy: { preset: 'redact', redaction: { style: 'vault' } },
});
let seen = '';
const polite = new MockLanguageModelV4({
  modelId: 'scripted-model',
  doStream: async ({ prompt }) => {
    seen = /\[EMAIL_\w+\]/.exec(JSON.stringify(prompt))?.[0] ?? 'nothing';
    return { stream: simulateReadableStream({ chunks: saying(`I have written to ${seen} for you.`) }) };
  },
});
shown = '';
const request = { model: guardModel(polite, vault), prompt: 'Write to jane.doe@example.com, please.' };
for await (const delta of streamText(request).textStream) shown += delta;
console.log(`   the model saw: ${seen}`);
console.log(`   the user sees: ${shown}`);

await backend.close();
