import { GuardrailViolationError } from 'airs-guardrails';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runs } from '../../support/extent.js';
import { deepText } from '../deep-search.js';
import { type AnyPart, textBlock, versions } from '../versions.js';
import { consume, type Seen, toolsOf } from './consumer.js';
import { MARKER, markerScanner, straddling, TRACE, violations } from './marker.js';
import { guarded, late, modelOf, paces, quiet } from './models.js';
import { sequences } from './sequences.js';

beforeEach(() => {
  vi.stubGlobal('AI_SDK_LOG_WARNINGS', false);
  // Nothing here waits for a timer, so that one which is left over shows.
  vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

/** A stream that was refused: clean to its end, and without a trace of why. */
function expectRefused(seen: Seen, ran: readonly unknown[]): void {
  expect(deepText(seen, ran)).not.toMatch(TRACE);
  expect(seen.settled['finishReason']).toBe('content-filter');
  const refusals = seen.told.onError.filter(
    (event) =>
      typeof event === 'object' &&
      event !== null &&
      'error' in event &&
      event.error instanceof GuardrailViolationError,
  );
  expect(refusals).toHaveLength(1);
  expect(seen.told.onFinish).toHaveLength(1);
  expect(seen.full.at(-1)).toMatchObject({ type: 'finish', finishReason: 'content-filter' });
  for (const parts of [seen.full, seen.ui]) expectClosed(parts);
  expectCalled(seen.full);
}

/** No input of a tool without its call, which a client would wait for. Of a tool unknown to it ai 5 makes an error. */
function expectCalled(parts: readonly AnyPart[]): void {
  const known = parts.filter(({ toolName }) => toolName !== 'web');
  const calls = known.flatMap(({ type, toolCallId }) => (type === 'tool-call' ? [toolCallId] : []));
  for (const { type, id } of known) if (type === 'tool-input-start') expect(calls).toContain(id);
}

/** Every block that starts ends, and says something only in between. */
function expectClosed(parts: readonly AnyPart[]): void {
  const open = new Set<string>();
  for (const { type, id } of parts) {
    const [, kind, step] = /^(text|reasoning)-(start|delta|end)$/.exec(type) ?? [];
    const key = `${kind} ${id}`;
    if (step === 'start') open.add(key);
    else if (step !== undefined) expect([...open]).toContain(key);
    if (step === 'end') open.delete(key);
  }
  expect([...open]).toEqual([]);
}

describe.each(versions)('a violation in a stream read by $name', (version) => {
  const finish = { ...version.finish(), providerMetadata: { openai: { logprobs: [MARKER] } } };

  async function expectHeld(
    parts: readonly AnyPart[],
    pace: 'at once' | 'in turns',
    turns: number,
    mode: Mode,
  ) {
    const { model, watch } = modelOf(version, () => [...parts, finish], pace);
    const ran: unknown[] = [];
    const scanner = late(markerScanner(), turns);
    const seen = await consume(version, guarded(version, model, { scanner, stream: { mode } }), {
      tools: toolsOf(version, ran),
    });
    expectRefused(seen, ran);
    await quiet(3);
    expect(watch.closed + watch.cancelled).toBe(1);
    expect(vi.getTimerCount()).toBe(0);
  }

  it.each(paces)('leaves no trace, parts coming %s', async (pace) => {
    await fc.assert(
      fc.asyncProperty(
        sequences(version, violations(version.spec)),
        fc.constantFrom(0, 1, 4),
        fc.constantFrom(...modes),
        (parts, turns, mode) => expectHeld(parts, pace, turns, mode),
      ),
      { numRuns: runs(30) },
    );
  });

  it('leaves no trace where it runs from one block into the next', async () => {
    await fc.assert(
      fc.asyncProperty(
        sequences(version),
        straddling,
        fc.constantFrom(...paces),
        fc.constantFrom(0, 1, 4),
        (parts, bad, pace, turns) => expectHeld([...parts, ...bad], pace, turns, 'verify'),
      ),
      { numRuns: runs(20) },
    );
  });

  it('stops a model that would never end', async () => {
    for (const pace of paces) {
      const endless = function* (): Generator<AnyPart> {
        yield { type: 'stream-start', warnings: [] };
        yield* textBlock('1', 'all is well. '.repeat(20));
        for (;;) {
          yield* textBlock('2', `${MARKER} `);
          yield* textBlock('3', 'on and on '.repeat(9));
        }
      };
      const { model, watch } = modelOf(version, endless, pace);
      const seen = await consume(version, guarded(version, model, { scanner: markerScanner() }));
      expectRefused(seen, []);
      // What was asked for before the refusal still comes.
      await quiet(3);
      const { pulled } = watch;
      await quiet();
      expect(watch).toEqual({ opened: 1, pulled, cancelled: 1, closed: 0 });
    }
  });
});

type Mode = (typeof modes)[number];
const modes = ['verify', 'buffer'] as const;
