import { createGuardrail, GuardrailScanError, GuardrailViolationError } from 'airs-guardrails';
import { getGuardrailResults, guardModel } from 'airs-guardrails/ai-sdk';
import { type FakeVerdict, fakeScanner } from 'airs-guardrails/testing';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type AnyPart, collect, textBlock, versions } from './versions.js';

const BLOCK: FakeVerdict = { action: 'block', promptDetected: { injection: true } };
const FAILED: FakeVerdict = { error: 'down', categories: ['api_error'] };
const unhandled: unknown[] = [];
const note = (reason: unknown): void => void unhandled.push(reason);

beforeAll(() => void process.on('unhandledRejection', note));
afterAll(async () => {
  await new Promise((resolve) => setImmediate(resolve));
  process.off('unhandledRejection', note);
  expect(unhandled).toEqual([]);
});

describe.each(versions)('a prompt judged beside the call, on $name', (version) => {
  const { sdk } = version;

  /** A scanner and a model that answer when they are told to. */
  function manual({ ends = true } = {}) {
    const events: string[] = [];
    let judge: (verdict: FakeVerdict) => void = () => undefined;
    const scanner = fakeScanner({
      verdicts: ({ response }) => {
        if (response !== undefined) return {};
        events.push('scan');
        return new Promise<FakeVerdict>((resolve) => (judge = resolve));
      },
    });
    const scripted = version.scripted({});
    const model = guardModel(scripted.model, { scanner, prompt: { promptScan: 'parallel' } });
    let answer: () => void = () => undefined;
    let cancelled = false;
    const called = (options: { abortSignal: AbortSignal }): Promise<void> =>
      new Promise((resolve, reject) => {
        events.push('model');
        options.abortSignal.addEventListener('abort', () => {
          events.push('model aborted');
          reject(options.abortSignal.reason);
        });
        answer = () => {
          events.push('model answered');
          resolve();
        };
      });
    scripted.model.doGenerate = async (options: { abortSignal: AbortSignal }) => {
      await called(options);
      const finishReason = version.finish()['finishReason'];
      return { content: [{ type: 'text', text: 'ok' }], finishReason, usage: version.usage, warnings: [] };
    };
    scripted.model.doStream = async (options: { abortSignal: AbortSignal }) => {
      await called(options);
      const parts: AnyPart[] = [
        { type: 'stream-start', warnings: [] },
        ...textBlock('1', 'all is well'),
        version.finish(),
      ];
      return {
        stream: new ReadableStream<AnyPart>(
          {
            pull(controller) {
              const part = parts.shift();
              if (part !== undefined) return controller.enqueue(part);
              const { abortSignal } = options;
              // As a response does whose request is aborted.
              if (!ends)
                return new Promise((_resolve, reject) => {
                  abortSignal.addEventListener('abort', () => reject(abortSignal.reason));
                });
              controller.close();
            },
            cancel() {
              cancelled = true;
            },
          },
          { highWaterMark: 0 },
        ),
      };
    };
    return {
      model,
      scanner,
      events,
      judge: (verdict: FakeVerdict) => judge(verdict),
      answer: () => answer(),
      wasCancelled: () => cancelled,
      bothStarted: () => vi.waitFor(() => expect([...events].sort()).toEqual(['model', 'scan'])),
    };
  }

  it.each(['scan first', 'model first'])('generates when both are done, %s', async (order) => {
    const { model, judge, answer, bothStarted, scanner } = manual();
    let settled = false;
    const call = sdk.generateText({ model, prompt: 'hi' }).finally(() => (settled = true));
    await bothStarted();
    if (order === 'scan first') judge({});
    else answer();
    await new Promise((resolve) => setImmediate(resolve));
    expect(settled).toBe(false);
    if (order === 'scan first') answer();
    else judge({});
    const result = await call;
    expect(result.text).toBe('ok');
    expect(scanner.requests.at(-1)).toMatchObject({ prompt: 'hi', response: 'ok' });
    expect(getGuardrailResults(result).verdicts.map(({ direction }) => direction)).toEqual([
      'prompt',
      'response',
    ]);
  });

  it('reads and judges a stream meanwhile, and gives nothing of it away before the prompt has passed', async () => {
    const { model, judge, answer, bothStarted, scanner } = manual();
    const seen: unknown[] = [];
    const stream = sdk.streamText({
      model,
      prompt: 'hi',
      onChunk: (chunk: unknown) => void seen.push(chunk),
    });
    const done = collect(stream.textStream);
    await bothStarted();
    answer();
    await vi.waitFor(() => expect(scanner.requests.at(-1)?.response).toBe('all is well'));
    // What the SDK says by itself: that it has started.
    expect(seen.filter((chunk) => !JSON.stringify(chunk).includes('"start"'))).toEqual([]);
    judge({});
    expect((await done).join('')).toBe('all is well');
    expect(await stream.finishReason).toBe('stop');
    const { verdicts } = getGuardrailResults(await stream.steps);
    expect(verdicts[0]?.direction).toBe('prompt');
    expect(verdicts.slice(1).map(({ direction }) => direction)).toContain('response');
  });

  it.each([
    ['a violation', BLOCK, GuardrailViolationError],
    ['a failed scan', FAILED, GuardrailScanError],
  ])(
    'ends the call of the model for %s, with the error that it has before the call',
    async (_what, verdict, kind) => {
      const early = manual();
      const call = sdk.generateText({ model: early.model, prompt: 'hi', maxRetries: 3 });
      call.catch(() => undefined);
      await early.bothStarted();
      early.judge(verdict);
      await expect(call).rejects.toBeInstanceOf(kind);
      expect(early.events).toHaveLength(3);
      expect(early.events).toContain('model aborted');

      const late = manual();
      const answered = sdk.generateText({ model: late.model, prompt: 'hi', maxRetries: 3 });
      answered.catch(() => undefined);
      await late.bothStarted();
      late.answer();
      late.judge(verdict);
      await expect(answered).rejects.toBeInstanceOf(kind);
      expect(late.scanner.requests).toHaveLength(1);

      for (const when of ['before', 'after']) {
        const streaming = manual();
        const onError = vi.fn();
        const stream = sdk.streamText({ model: streaming.model, prompt: 'hi', onError });
        const parts = collect(stream.fullStream);
        await streaming.bothStarted();
        if (when === 'after') {
          streaming.answer();
          await vi.waitFor(() => expect(streaming.scanner.requests.length).toBeGreaterThan(1));
        }
        streaming.judge(verdict);
        expect(JSON.stringify(await parts)).not.toContain('well');
        expect(onError.mock.calls.map(([{ error }]) => error)).toEqual([expect.any(kind)]);
        expect(streaming.events).toContain('model aborted');
      }
    },
  );

  it("stays the user's abort", async () => {
    const { model, bothStarted, events } = manual();
    const controller = new AbortController();
    const call = sdk.generateText({ model, prompt: 'hi', abortSignal: controller.signal });
    call.catch(() => undefined);
    await bothStarted();
    controller.abort(new Error('user left'));
    await expect(call).rejects.toThrow('user left');
    expect(events).toContain('model aborted');

    const streaming = manual();
    const leaving = new AbortController();
    const onError = vi.fn();
    const stream = sdk.streamText({
      model: streaming.model,
      prompt: 'hi',
      onError,
      abortSignal: leaving.signal,
    });
    const parts = collect(stream.fullStream);
    await streaming.bothStarted();
    streaming.answer();
    leaving.abort(new Error('user left'));
    expect((await parts).map((part) => (part as AnyPart).type)).toContain('abort');
    expect(onError).not.toHaveBeenCalled();
  });

  it("is the user's abort after the prompt has passed, too", async () => {
    const { model, judge, answer, bothStarted, events } = manual({ ends: false });
    const controller = new AbortController();
    const { signal: abortSignal } = controller;
    const parts: string[] = [];
    const stream = sdk.streamText({ model, prompt: 'hi', abortSignal });
    const done = (async () => {
      for await (const part of stream.fullStream) parts.push((part as AnyPart).type);
    })();
    await bothStarted();
    answer();
    judge({});
    await vi.waitFor(() => expect(parts).toContain('text-start'));
    controller.abort();
    await done;
    expect(parts).toContain('abort');
    expect(events).toContain('model aborted');
  });

  it("gives the model's own error once the prompt has passed", async () => {
    const scanner = fakeScanner();
    const scripted = version.scripted({});
    const failing = async () => {
      throw new Error('model is down');
    };
    Object.assign(scripted.model, { doGenerate: failing, doStream: failing });
    const model = guardModel(
      scripted.model,
      createGuardrail({ scanner, prompt: { promptScan: 'parallel' } }),
    );
    await expect(sdk.generateText({ model, prompt: 'hi' })).rejects.toThrow('model is down');
    const onError = vi.fn();
    await collect(sdk.streamText({ model, prompt: 'hi', onError }).fullStream);
    expect(onError.mock.calls[0]?.[0].error).toMatchObject({ message: 'model is down' });
  });

  it('cancels a stream that its reader leaves', async () => {
    const { model, judge, answer, wasCancelled, bothStarted } = manual({ ends: false });
    const opening = model.doStream({
      prompt: [{ role: 'user', content: [{ type: 'text', text: 'hi' }] }],
    } as never);
    await bothStarted();
    answer();
    judge({});
    const { stream } = (await opening) as { stream: ReadableStream<AnyPart> };
    const reader = stream.getReader();
    expect((await reader.read()).value).toMatchObject({ type: 'stream-start' });
    await reader.cancel('enough');
    expect(wasCancelled()).toBe(true);
  });
});
