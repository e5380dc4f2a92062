import { createGuardrail, type GuardrailOptions } from 'airs-guardrails';
import { guardModel } from 'airs-guardrails/ai-sdk';
import { fakeScanner } from 'airs-guardrails/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type AnyPart, type Version, versions } from './versions.js';

/** How long the SDK waits for the next chunk, and how long the provider takes for one. */
const CHUNK_MS = 1_000;
const DELTA_MS = 100;
/** Far beyond what the SDK waits. */
const STALL_MS = 60_000;

beforeEach(() => {
  vi.stubGlobal('AI_SDK_LOG_WARNINGS', false);
  vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const INPUT = JSON.stringify({ path: 'notes.md', body: 'lorem ipsum dolor sit amet '.repeat(30) });
const deltas = INPUT.match(/.{1,8}/g) ?? [];

/** A provider that says something first and then writes a long input, and stalls before one of its deltas. */
const script = (stallAt?: number): readonly (AnyPart | number)[] => [
  { type: 'stream-start', warnings: [] },
  { type: 'text-start', id: '1' },
  { type: 'text-delta', id: '1', delta: 'I write the file now, one moment please.' },
  { type: 'text-end', id: '1' },
  { type: 'tool-input-start', id: 'c', toolName: 'write' },
  ...deltas.flatMap((delta, index) => [
    index === stallAt ? STALL_MS : DELTA_MS,
    { type: 'tool-input-delta', id: 'c', delta },
  ]),
  { type: 'tool-input-end', id: 'c' },
  { type: 'tool-call', toolCallId: 'c', toolName: 'write', input: INPUT },
];

/** A provider that stalls within its first words, before enough of them has come for any to be judged. */
const FALTERING: ReturnType<typeof script> = [
  { type: 'stream-start', warnings: [] },
  { type: 'text-start', id: '1' },
  { type: 'text-delta', id: '1', delta: 'Hello, I am going to' },
  STALL_MS,
  { type: 'text-end', id: '1' },
];

/** What happened, in order. */
async function events(
  version: Version,
  options: GuardrailOptions | undefined,
  timeout: object,
  parts = script(),
) {
  const told: string[] = [];
  const { model } = version.scripted({});
  model.doStream = async ({ abortSignal }: { readonly abortSignal?: AbortSignal }) => ({
    stream: new ReadableStream({
      async start(controller) {
        abortSignal?.addEventListener('abort', () => {
          told.push('aborted');
          controller.error(abortSignal.reason);
        });
        for (const part of [...parts, version.finish('tool-calls')]) {
          if (typeof part === 'number') await new Promise((resolve) => setTimeout(resolve, part));
          if (abortSignal?.aborted === true) return;
          if (typeof part === 'number') {
            if (part === STALL_MS) told.push('went on');
          } else controller.enqueue(part);
        }
        controller.close();
      },
    }),
  });
  const { sdk } = version;
  const result = sdk.streamText({
    model: options === undefined ? model : guardModel(model, createGuardrail(options)),
    prompt: 'Write a file.',
    timeout,
    onError: () => undefined,
    tools: {
      write: sdk.tool({
        inputSchema: sdk.jsonSchema({ type: 'object' }),
        execute: async ({ body }: { readonly body: string }) => {
          told.push(`ran ${body.length}`);
          return 'ok';
        },
      }),
    },
  });
  const read = (async () => {
    for await (const { type } of result.fullStream) if (type === 'tool-input-delta') told.push(type);
  })();
  const isDone = read.then(() => true);
  // Timers run one after the other, each with time for what it leads to.
  for (;;) {
    await vi.advanceTimersByTimeAsync(DELTA_MS / 2);
    for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    if (await Promise.race([isDone, Promise.resolve(false)])) break;
  }
  return told.filter((event, index) => event !== told[index - 1]);
}

const GUARDS: readonly (readonly [string, Omit<GuardrailOptions, 'scanner'>])[] = [
  ['verifies', {}],
  ['is strict', { policy: 'strict' }],
  ['redacts', { policy: 'redact' }],
  ['has a vault', { policy: { preset: 'redact', redaction: { style: 'vault' } } }],
  ['only watches', { policy: 'monitor' }],
  ['skips the tool', { tools: { skip: ['write'] } }],
  ['observes', { stream: { mode: 'observe' } }],
];

describe.each(versions.filter(({ spec }) => spec !== 'v2'))('a timeout of chunks of $name', (version) => {
  it.each(GUARDS)('leaves a call alone that writes a long input, where the guard %s', async (_, options) => {
    const told = await events(version, { scanner: fakeScanner(), ...options }, { chunkMs: CHUNK_MS });
    // The tool may run before the page has read the last of its input: both leave at once.
    expect(new Set(told)).toEqual(new Set(['tool-input-delta', `ran ${JSON.parse(INPUT).body.length}`]));
  });

  it.each(GUARDS)(
    'sees that the provider stalls within the input, where the guard %s',
    async (_, options) => {
      for (const stallAt of [1, 3, 20, 70]) {
        const told = await events(
          version,
          { scanner: fakeScanner(), ...options },
          { chunkMs: CHUNK_MS },
          script(stallAt),
        );
        expect(told.filter((event) => event !== 'tool-input-delta')).toEqual(['aborted']);
      }
    },
  );

  it('sees that the provider stalls within its first words', async () => {
    // In AI SDK 7 the time between chunks begins with the first that leaves; the time up to that one has a limit of its own.
    const timeout = { chunkMs: CHUNK_MS, ...(version.spec === 'v4' && { firstChunkMs: CHUNK_MS }) };
    expect(await events(version, { scanner: fakeScanner() }, timeout, FALTERING)).toEqual(['aborted']);
  });

  it('is as it is without a guard', async () => {
    expect(await events(version, undefined, { chunkMs: CHUNK_MS })).toEqual([
      'tool-input-delta',
      `ran ${JSON.parse(INPUT).body.length}`,
    ]);
    expect((await events(version, undefined, { chunkMs: CHUNK_MS }, script(20))).at(-1)).toBe('aborted');
  });
});
