import { getEventListeners } from 'node:events';
import { GuardrailViolationError } from 'airs-guardrails';
import { fakeScanner } from 'airs-guardrails/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { deepText } from '../deep-search.js';
import { type AnyPart, collect, textBlock, versions } from '../versions.js';
import { consume, type Seen } from './consumer.js';
import { MARKER, markerScanner, TRACE } from './marker.js';
import { guarded, late, modelOf, paces, quiet } from './models.js';

beforeEach(() => {
  vi.stubGlobal('AI_SDK_LOG_WARNINGS', false);
  vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const endless = function* (): Generator<AnyPart> {
  yield { type: 'text-start', id: '1' };
  for (;;) yield { type: 'text-delta', id: '1', delta: 'on and on it goes, ' };
};

describe.each(versions)('a stream read by $name that ends early', (version) => {
  const { sdk } = version;

  /** Aborts at the nth delta that the application gets. */
  async function abortedAt(count: number, model: unknown): Promise<{ seen: Seen; left: number }> {
    const controller = new AbortController();
    let deltas = 0;
    const seen = await consume(version, model, {
      abortSignal: controller.signal,
      onChunk: ({ chunk }: { readonly chunk: AnyPart }) => {
        if (chunk.type !== 'text-delta') return;
        deltas += 1;
        if (deltas === count) controller.abort();
      },
    });
    await quiet(5);
    return { seen, left: getEventListeners(controller.signal, 'abort').length };
  }

  it("stays the user's abort, as it is bare", async () => {
    for (const turns of [0, 3]) {
      const bare = modelOf(version, endless, 'in turns');
      const own = modelOf(version, endless, 'in turns');
      const scanner = late(fakeScanner(), turns);
      const expected = await abortedAt(4, bare.model);
      const { seen, left } = await abortedAt(4, guarded(version, own.model, { scanner }));
      const told = ({ told: all }: Seen) =>
        Object.entries(all).map(([name, list]) => [name, name === 'onChunk' || list.length]);
      expect(told(seen)).toEqual(told(expected.seen));
      const ends = ({ full, ui }: Seen) => [full.at(-1)?.type, ui.at(-1)?.type];
      expect(ends(seen)).toEqual(ends(expected.seen));
      expect(ends(seen)).toEqual(['abort', 'abort']);
      const settled = ({ settled: all }: Seen) =>
        Object.entries(all).map(([name, value]) => [name, value instanceof Object && 'rejected' in value]);
      expect(settled(seen)).toEqual(settled(expected.seen));
      expect([left, vi.getTimerCount()]).toEqual([expected.left, 0]);
      const { pulled } = own.watch;
      await quiet();
      expect(own.watch).toEqual({ opened: 1, pulled, cancelled: 1, closed: 0 });
    }
  });

  it('is cancelled with the one who reads it, and nothing is scanned after that', async () => {
    for (const turns of [0, 3]) {
      const { model, watch } = modelOf(version, endless, 'in turns');
      const scanner = fakeScanner();
      const own = guarded(version, model, { scanner: late(scanner, turns) });
      const { stream } = await own.doStream({ prompt: [] });
      const reader = stream.getReader();
      for (let count = 0; count < 5; count += 1) await reader.read();
      await reader.cancel('enough');
      await quiet(5);
      const after = [watch.pulled, scanner.requests.length];
      await quiet();
      expect([watch.pulled, scanner.requests.length]).toEqual(after);
      expect([watch.cancelled, vi.getTimerCount()]).toEqual([1, 0]);
    }
  });

  it('asks no more of the model than is asked of it', async () => {
    const { model, watch } = modelOf(version, endless, 'at once');
    const own = guarded(version, model, { scanner: fakeScanner() });
    const { stream } = await own.doStream({ prompt: [] });
    await quiet();
    expect(watch.pulled).toBe(0);
    const reader = stream.getReader();
    await reader.read();
    await quiet();
    const { pulled } = watch;
    await quiet();
    expect(watch.pulled).toBe(pulled);
    expect(pulled).toBeLessThan(8_000);
    await reader.cancel();
  });

  it('settles by consumeStream alone, refused or not', async () => {
    for (const said of ['all is well', MARKER]) {
      const { model } = modelOf(version, () => [...textBlock('1', said), version.finish()], 'in turns');
      const onFinish = vi.fn();
      const onError = vi.fn();
      const own = guarded(version, model, { scanner: markerScanner() });
      const result = sdk.streamText({ model: own, prompt: 'hi', onFinish, onError });
      await result.consumeStream();
      const refused = said === MARKER;
      expect([await result.text, await result.finishReason]).toEqual(
        refused ? ['', 'content-filter'] : [said, 'stop'],
      );
      expect([onFinish.mock.calls.length, onError.mock.calls.length]).toEqual([1, refused ? 1 : 0]);
    }
  });

  it("runs a refusal again only by ai 7's streamRetries, and shows nothing of what was refused", async () => {
    const good = 'all is well with it. '.repeat(5);
    const answers = [`${good}${MARKER}`, `${good}${MARKER}`, good];
    for (const pace of paces) {
      const { model, watch } = modelOf(
        version,
        (call) => [...textBlock('1', answers[call] ?? ''), version.finish()],
        pace,
      );
      const own = guarded(version, model, { scanner: markerScanner() });
      const seen = await consume(version, own, { streamRetries: 3 });
      expect(deepText(seen)).not.toMatch(TRACE);
      const retried = version.spec === 'v4';
      expect(watch.opened).toBe(retried ? 3 : 1);
      expect(seen.settled['finishReason']).toBe(retried ? 'stop' : 'content-filter');
      if (retried) expect(seen.settled['text']).toBe(good);
    }
  });

  it('tries a busy provider again as often as it would bare, and a refusal never', async () => {
    for (const [said, reason] of [
      ['all is well', 'stop'],
      [MARKER, 'content-filter'],
    ] as const) {
      const { model, watch } = modelOf(version, () => [...textBlock('1', said), version.finish()]);
      const { doStream } = model;
      let tries = 0;
      model.doStream = async (options: unknown) => {
        tries += 1;
        if (tries > 2) return doStream(options);
        throw new sdk.APICallError({
          message: 'busy',
          url: 'https://x.example',
          requestBodyValues: {},
          statusCode: 503,
          isRetryable: true,
        });
      };
      const onError = vi.fn();
      const own = guarded(version, model, { scanner: markerScanner() });
      const result = sdk.streamText({ model: own, prompt: 'hi', maxRetries: 3, onError });
      const reading = collect<AnyPart>(result.fullStream);
      let done = false;
      const ended = reading.finally(() => {
        done = true;
      });
      // Longer than the SDK waits between two tries.
      while (!done) {
        await quiet(3);
        await vi.advanceTimersByTimeAsync(10_000);
      }
      expect(deepText(await ended)).not.toMatch(TRACE);
      expect([await result.finishReason, tries, watch.opened]).toEqual([reason, 3, 1]);
      const refusals = onError.mock.calls.filter(([event]) => event.error instanceof GuardrailViolationError);
      expect(refusals).toHaveLength(reason === 'stop' ? 0 : 1);
    }
  });
});
