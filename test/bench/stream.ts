// Guarded streams: what a user waits for, what gets out, and what it costs, beside the bare stream in the same run.
import { streamText, wrapLanguageModel } from 'ai';
import { MockLanguageModelV4 } from 'ai/test';
import { createGuardrail, type StreamOptions } from 'airs-guardrails';
import { guardrailMiddleware } from 'airs-guardrails/ai-sdk';
import { localScanner } from 'airs-guardrails/local';
import { type FakeScanner, type FakeVerdict, fakeScanner } from 'airs-guardrails/testing';
import { compare, record } from './measure.js';
import { prose } from './texts.js';

const MARK = 'XVIOLATIONX';
const usage = {
  inputTokens: { total: 1, noCache: 1, cacheRead: 0, cacheWrite: 0 },
  outputTokens: { total: 1, text: 1, reasoning: 0 },
};
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** A model that says a text in chunks of 20 characters, some milliseconds apart. */
function modelOf(text: string, gapMs: number): MockLanguageModelV4 {
  const deltas = text.match(/[\s\S]{1,20}/g) ?? [];
  return new MockLanguageModelV4({
    doStream: async () => {
      let next = -1;
      const stream = new ReadableStream({
        async pull(controller) {
          next += 1;
          if (next === 0) return controller.enqueue({ type: 'text-start', id: '1' });
          const delta = deltas[next - 1];
          if (delta !== undefined) {
            if (gapMs > 0) await wait(gapMs);
            return controller.enqueue({ type: 'text-delta', id: '1', delta });
          }
          controller.enqueue({ type: 'text-end', id: '1' });
          controller.enqueue({ type: 'finish', finishReason: { unified: 'stop', raw: 'stop' }, usage });
          controller.close();
        },
      });
      return { stream };
    },
  });
}

function scannerOf(latencyMs: number): FakeScanner {
  return fakeScanner({
    verdicts: async ({ response = '' }): Promise<FakeVerdict> => {
      if (latencyMs > 0) await wait(latencyMs);
      return response.includes(MARK) ? { action: 'block', responseDetected: { toxicContent: true } } : {};
    },
  });
}

interface Run {
  readonly firstMs: number;
  readonly totalMs: number;
  readonly text: string;
}

async function run(model: Parameters<typeof streamText>[0]['model']): Promise<Run> {
  const start = performance.now();
  let firstMs = 0;
  let text = '';
  const { textStream } = streamText({ model, prompt: 'Hello', onError: () => undefined });
  for await (const piece of textStream) {
    if (piece !== '' && text === '') firstMs = performance.now() - start;
    text += piece;
  }
  return { firstMs, totalMs: performance.now() - start, text };
}

/** Runs of one stream: on a busy machine one alone says little. */
const RUNS = 5;

const middle = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

/**
 * How much later the first and the last text come than from a bare stream that runs at the same time, so that a busy moment of
 * the machine hits both: medians of several runs.
 */
async function later(
  text: string,
  make: () => Parameters<typeof run>[0],
): Promise<{ readonly firstMs: number; readonly lastMs: number; readonly bare: Run }> {
  const pairs: (readonly [Run, Run])[] = [];
  for (let turn = 0; turn < RUNS; turn += 1) {
    const bare = run(wrapLanguageModel({ model: modelOf(text, 5), middleware: {} }));
    const [own, other] = await Promise.all([run(make()), bare]);
    if (own.text !== text) throw new Error('A guard changed the text');
    pairs.push([own, other]);
  }
  const bares = pairs.map(([, bare]) => bare);
  return {
    firstMs: middle(pairs.map(([own, bare]) => own.firstMs - bare.firstMs)),
    lastMs: middle(pairs.map(([own, bare]) => own.totalMs - bare.totalMs)),
    bare: {
      text,
      firstMs: middle(bares.map(({ firstMs }) => firstMs)),
      totalMs: middle(bares.map(({ totalMs }) => totalMs)),
    },
  };
}

const guarded = (text: string, gapMs: number, scanner: FakeScanner, stream: StreamOptions = {}) =>
  wrapLanguageModel({
    model: modelOf(text, gapMs),
    middleware: guardrailMiddleware(
      createGuardrail({ scanner: { name: 'slow', scan: skipPrompts(scanner) }, stream }),
    ),
  });

/** The completion side alone: prompts pass at once. */
function skipPrompts(scanner: FakeScanner): FakeScanner['scan'] {
  const instant = fakeScanner();
  return (request, options) =>
    request.response === undefined ? instant.scan(request, options) : scanner.scan(request, options);
}

for (const [title, chunks] of [
  ['200 chunks of 20 characters, 5 ms apart', 200],
  ['4,000 tokens: 800 chunks', 800],
] as const) {
  const text = prose.slice(0, chunks * 20);
  console.log(`\n${title}; the scanner takes 50 ms (completion side alone)`);
  for (const [name, stream] of Object.entries({
    'verify, final scan full (default)': {},
    'verify, final scan off': { finalScan: 'off' },
    buffer: { mode: 'buffer' },
    observe: { mode: 'observe' },
  } satisfies Record<string, StreamOptions>)) {
    const scanner = scannerOf(50);
    const { firstMs, lastMs, bare } = await later(text, () => guarded(text, 5, scanner, stream));
    const scans = Math.round(scanner.requests.length / RUNS);
    const times =
      scanner.requests.reduce((sum, { response = '' }) => sum + response.length, 0) / text.length / RUNS;
    record(`${title}, ${name}: first`, firstMs);
    record(`${title}, ${name}: last`, lastMs);
    record(`${title}, ${name}: scans`, scans);
    record(`${title}, ${name}: times`, times);
    console.log(
      `  ${name.padEnd(34)} first ${firstMs.toFixed(0)} ms later than bare (${bare.firstMs.toFixed(0)}), last ${lastMs.toFixed(0)} (${bare.totalMs.toFixed(0)}), ` +
        `${scans} scans, ${times.toFixed(2)}x the text scanned`,
    );
  }
}

console.log(
  '\na violation in the middle of 200 chunks, whole and across two chunks: characters of it that got out',
);
for (const shift of [0, 5]) {
  const at = 2000 - shift;
  const text = prose.slice(0, at) + MARK + prose.slice(at, 4000);
  for (const mode of ['verify', 'buffer', 'observe'] as const) {
    const { text: got } = await run(guarded(text, 5, scannerOf(50), { mode }));
    record(`leaked, ${mode}, shifted by ${shift}`, Math.max(0, got.length - at));
    console.log(
      `  ${mode.padEnd(10)} shifted by ${shift}: ${Math.max(0, got.length - at)} of ${text.length - at}`,
    );
  }
}

console.log('\nthe embedded engine as scanner, chunks 5 ms apart');
{
  const text = prose.slice(0, 2000);
  const bare = await run(wrapLanguageModel({ model: modelOf(text, 5), middleware: {} }));
  const middleware = guardrailMiddleware({ scanner: localScanner(), policy: 'redact' });
  await run(wrapLanguageModel({ model: modelOf(text, 0), middleware }));
  const local = await run(wrapLanguageModel({ model: modelOf(text, 5), middleware }));
  record('first text later with the embedded engine', local.firstMs - bare.firstMs);
  console.log(
    `  first text ${bare.firstMs.toFixed(1)} ms bare, ${local.firstMs.toFixed(1)} ms guarded; last ${bare.totalMs.toFixed(0)} and ${local.totalMs.toFixed(0)} ms`,
  );
}

{
  const text = prose.slice(0, 4000);
  const instant = guardrailMiddleware({ scanner: fakeScanner() });
  const engine = guardrailMiddleware({ scanner: localScanner() });
  await compare('200 chunks at once, instant scanner: time of the whole stream', 60, {
    'bare wrapLanguageModel': () => run(wrapLanguageModel({ model: modelOf(text, 0), middleware: {} })),
    'guarded, instant scanner': () =>
      run(wrapLanguageModel({ model: modelOf(text, 0), middleware: instant })),
    'guarded, embedded engine': () => run(wrapLanguageModel({ model: modelOf(text, 0), middleware: engine })),
  });
}

console.log('\na stream of 10 MB: memory at its end, over memory at its start');
{
  const guardrail = createGuardrail({ scanner: fakeScanner() });
  const stream = guardrail.responseStream();
  const writer = stream.writable.getWriter();
  const reading = (async () => {
    let length = 0;
    for await (const text of stream.readable) length += text.length;
    return length;
  })();
  const before = process.memoryUsage().heapUsed;
  let most = 0;
  for (let turn = 0; turn < 1000; turn += 1) {
    await writer.write('All is well and good here. '.repeat(370));
    most = Math.max(most, process.memoryUsage().heapUsed - before);
  }
  await writer.close();
  record('10 MB of a stream, MB of memory', most / 1e6);
  console.log(
    `  ${((await reading) / 1e6).toFixed(1)} MB passed, at most ${(most / 1e6).toFixed(0)} MB more in use`,
  );
}
