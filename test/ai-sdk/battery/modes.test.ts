import { GuardrailScanError } from 'airs-guardrails';
import { fakeScanner } from 'airs-guardrails/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { runs } from '../../support/extent.js';
import { deepText } from '../deep-search.js';
import { type AnyPart, textBlock, versions } from '../versions.js';
import { compared, consume, toolsOf } from './consumer.js';
import { cut, MARKER, markerScanner, TRACE } from './marker.js';
import { guarded, late, modelOf, paces } from './models.js';
import { sequences } from './sequences.js';

beforeAll(() => {
  vi.stubGlobal('AI_SDK_LOG_WARNINGS', false);
  vi.useFakeTimers({ toFake: ['Date'], now: 0 });
});
afterAll(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const settings = [
  { mode: 'buffer' },
  { mode: 'observe' },
  { finalScan: 'tail' },
  { finalScan: 'off' },
  { minWindow: 1, lookahead: 0, maxWindow: 64, contextChars: 0 },
] as const;

const answer = 'The weather is fine, and there is more to say about it. '.repeat(6);
const pieces = cut(answer, [3, 40, 41, 80, 120, 121, 180, 220, 300]);
const block: AnyPart[] = [
  { type: 'text-start', id: '1' },
  ...pieces.map((delta) => ({ type: 'text-delta', id: '1', delta })),
  { type: 'text-end', id: '1' },
];

describe.each(versions)('ways to judge a stream read by $name', (version) => {
  it.each(settings)('changes nothing to the application with %o, where all is allowed', async (stream) => {
    await fc.assert(
      fc.asyncProperty(
        sequences(version),
        fc.constantFrom(...paces),
        fc.constantFrom(0, 2),
        async (parts, pace, turns) => {
          const script = () => [...parts, version.finish()];
          const tools = toolsOf(version);
          const scanner = late(fakeScanner(), turns);
          const model = guarded(version, modelOf(version, script, pace).model, { scanner, stream });
          const [expected, seen] = await Promise.all([
            consume(version, modelOf(version, script, pace).model, { tools }),
            consume(version, model, { tools }),
          ]);
          expect(compared(seen)).toEqual(compared(expected));
        },
      ),
      { numRuns: runs(8) },
    );
  });

  it('releases nothing of a buffered answer before its end, and scans it once with its prompt', async () => {
    const scanner = fakeScanner();
    const seenBefore: number[] = [];
    const { model, watch } = modelOf(version, () => [...block, version.finish()], 'in turns');
    const options = { scanner, stream: { mode: 'buffer' } } as const;
    await consume(version, guarded(version, model, options), {
      onChunk: ({ chunk }: { readonly chunk: AnyPart }) => {
        if (chunk.type === 'text-delta') seenBefore.push(watch.pulled);
      },
    });
    expect(seenBefore.length).toBe(pieces.length);
    expect(Math.min(...seenBefore)).toBeGreaterThanOrEqual(block.length + 1);
    expect(scanner.requests.slice(1)).toMatchObject([{ prompt: 'hi', response: answer }]);
  });

  it.each(['full', 'tail', 'off'] as const)('ends with the final scan %s', async (finalScan) => {
    const scanner = fakeScanner();
    const { model } = modelOf(version, () => [...block, version.finish()], 'in turns');
    await consume(version, guarded(version, model, { scanner, stream: { finalScan } }));
    const scans = scanner.requests.slice(1);
    expect(scans.length).toBeGreaterThan(2);
    expect(scans.slice(0, -1).map(({ prompt }) => prompt)).toEqual(Array(scans.length - 1).fill(undefined));
    const last = scans.at(-1);
    expect(last?.prompt).toBe(finalScan === 'off' ? undefined : 'hi');
    expect(last?.response === answer).toBe(finalScan === 'full');
    expect(answer.endsWith(last?.response ?? 'nothing')).toBe(true);
  });

  it.each(['tail', 'off'] as const)(
    'lets nothing of a marker out with the final scan %s',
    async (finalScan) => {
      await fc.assert(
        fc.asyncProperty(
          fc.nat(answer.length),
          fc.array(fc.nat(10_000), { maxLength: 30 }),
          fc.constantFrom(...paces),
          fc.constantFrom(0, 1, 3),
          async (at, points, pace, turns) => {
            const text = answer.slice(0, at) + MARKER + answer.slice(at);
            const deltas = cut(text, points).map((delta) => ({ type: 'text-delta', id: '1', delta }));
            const parts = [block[0], ...deltas, block.at(-1), version.finish()].filter(
              (part) => part !== undefined,
            );
            const { model } = modelOf(version, () => parts, pace);
            const scanner = late(markerScanner(), turns);
            const seen = await consume(version, guarded(version, model, { scanner, stream: { finalScan } }));
            expect(deepText(seen)).not.toMatch(TRACE);
            expect(seen.settled['finishReason']).toBe('content-filter');
            expect(text.startsWith(seen.text.join(''))).toBe(true);
          },
        ),
        { numRuns: runs(20) },
      );
    },
  );

  it('stops an observed stream at a violation, and the model with it', async () => {
    const endless = function* (): Generator<AnyPart> {
      yield* block;
      for (let id = 2; ; id += 1) yield* textBlock(`${id}`, `${id === 2 ? MARKER : ''} on and on `);
    };
    for (const turns of [0, 3]) {
      const { model, watch } = modelOf(version, endless, 'in turns');
      const scanner = late(markerScanner(), turns);
      const seen = await consume(version, guarded(version, model, { scanner, stream: { mode: 'observe' } }));
      expect(seen.text.join('').startsWith(answer)).toBe(true);
      expect(seen.settled['finishReason']).toBe('content-filter');
      expect([watch.cancelled, seen.told.onError.length, seen.told.onFinish.length]).toEqual([1, 1, 1]);
    }
  });

  describe('beyond maxScans', () => {
    const run = async (maxScans: number, content: 'allow' | 'warn' | 'block') => {
      const scanner = fakeScanner();
      const { model, watch } = modelOf(version, () => [...block, version.finish()], 'in turns');
      const options = { scanner, policy: { onScanFailure: { content } }, stream: { maxScans } };
      const seen = await consume(version, guarded(version, model, options));
      return { seen, scans: scanner.requests.slice(1), watch };
    };

    it.each(['allow', 'warn'] as const)('all of the answer passes where failures %s', async (failure) => {
      const { seen, scans } = await run(2, failure);
      expect(scans).toHaveLength(2);
      expect(seen.settled).toMatchObject({ text: answer, finishReason: 'stop' });
    });

    it('nothing passes that was not scanned where failures block', async () => {
      for (const maxScans of [1, 2, 4]) {
        const { seen, scans, watch } = await run(maxScans, 'block');
        expect(scans).toHaveLength(maxScans);
        const text = seen.text.join('');
        const scannedTo = Math.max(
          ...scans.map(({ response = '' }) => answer.indexOf(response) + response.length),
        );
        expect(answer.startsWith(text)).toBe(true);
        expect(text.length).toBeGreaterThan(0);
        expect(text.length).toBeLessThanOrEqual(scannedTo);
        expect(seen.settled['finishReason']).toBe('content-filter');
        expect(seen.told.onError).toMatchObject([{ error: expect.any(GuardrailScanError) }]);
        expect(watch.cancelled + watch.closed).toBe(1);
      }
    });
  });
});
