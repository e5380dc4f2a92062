import {
  combineScanners,
  createGuardrail,
  type GuardrailEvent,
  GuardrailViolationError,
} from 'airs-guardrails';
import { getGuardrailResults, guardrailMiddleware } from 'airs-guardrails/ai-sdk';
import { localScanner } from 'airs-guardrails/local';
import { type FakeVerdict, fakeScanner } from 'airs-guardrails/testing';
import { describe, expect, it } from 'vitest';
import type { Part } from '../../src/ai-sdk/parts.js';
import { guardStream } from '../../src/ai-sdk/stream.js';
import { type AnyPart, collect, textBlock, versions } from './versions.js';

const TEXT = 'The quick brown fox jumps over the lazy dog. '.repeat(7).slice(0, 300);
const DELTAS: AnyPart[] = Array.from({ length: 30 }, (_, index) => ({
  type: 'text-delta',
  id: '1',
  delta: TEXT.slice(index * 10, index * 10 + 10),
}));
const START = { type: 'text-start', id: '1' };
const USAGE = { inputTokens: { total: 7 }, outputTokens: { total: 9 } };
const FINISH: AnyPart = { type: 'finish', finishReason: { unified: 'stop', raw: 'stop' }, usage: USAGE };

/** A scanner that answers in a later turn of the event loop, long after the next parts have come. */
const slow = (verdict: FakeVerdict = {}) =>
  fakeScanner({
    verdicts: async () => {
      for (let turn = 0; turn < 100; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      return verdict;
    },
  });

/** Parts, each in a turn of its own, then the failure where there is one. */
function streamOf(parts: readonly AnyPart[], failure?: Error): ReadableStream<Part> {
  const rest = [...parts];
  return new ReadableStream<Part>({
    async pull(controller) {
      await new Promise((resolve) => setImmediate(resolve));
      const next = rest.shift();
      if (next !== undefined) controller.enqueue(next);
      else if (failure === undefined) controller.close();
      else controller.error(failure);
    },
  });
}

/** What a guarded stream gives, and what it fails with. */
async function read(stream: ReadableStream<Part>): Promise<{ parts: Part[]; failure: unknown }> {
  const parts: Part[] = [];
  const reader = stream.getReader();
  try {
    for (;;) {
      const next = await reader.read();
      if (next.done) return { parts, failure: undefined };
      parts.push(next.value);
    }
  } catch (failure) {
    return { parts, failure };
  }
}

const textOf = (parts: readonly Part[]): string =>
  parts.map((part) => (part.type === 'text-delta' ? part['delta'] : '')).join('');

describe('a stream that fails', () => {
  it('gives what came before its failure, judged, and then the failure', async () => {
    const failure = new Error('reset');
    const guardrail = createGuardrail({ scanner: slow() });
    const stream = guardStream(guardrail, streamOf([START, ...DELTAS], failure), {}, {});
    const out = await read(stream);
    expect(textOf(out.parts)).toBe(TEXT);
    expect(out.failure).toBe(failure);
  });

  it('gives nothing that is refused', async () => {
    const guardrail = createGuardrail({
      scanner: slow({ action: 'block', responseDetected: { dlp: true } }),
    });
    const stream = guardStream(guardrail, streamOf([START, ...DELTAS], new Error('reset')), {}, {});
    const { parts, failure } = await read(stream);
    expect(textOf(parts)).toBe('');
    expect(parts.find(({ type }) => type === 'error')?.['error']).toBeInstanceOf(GuardrailViolationError);
    expect(failure).toBeUndefined();
  });

  it("gives what came before a provider's error part in front of it", async () => {
    const error = { type: 'error', error: new Error('overloaded') };
    const guardrail = createGuardrail({ scanner: slow() });
    for (const rest of [[error], [error, FINISH], [error, { type: 'text-end', id: '1' }, FINISH]]) {
      const { parts } = await read(guardStream(guardrail, streamOf([START, ...DELTAS, ...rest]), {}, {}));
      const before = parts.slice(0, parts.indexOf(error as Part));
      expect(textOf(before)).toBe(TEXT);
    }
  });
});

describe('a stream that is blocked', () => {
  it('says what the provider had said of the usage by then', async () => {
    const guardrail = createGuardrail({ scanner: slow({ action: 'block' }) });
    const stream = guardStream(
      guardrail,
      streamOf([START, ...DELTAS, { type: 'text-end', id: '1' }, FINISH]),
      {},
      {},
    );
    const { parts } = await read(stream);
    expect(parts.at(-1)).toMatchObject({ type: 'finish', usage: USAGE });
  });

  it('makes no usage up where the provider had said none', async () => {
    const guardrail = createGuardrail({ scanner: fakeScanner({ verdicts: () => ({ action: 'block' }) }) });
    const { parts } = await read(
      guardStream(guardrail, streamOf([START, ...DELTAS, ...DELTAS, ...DELTAS]), {}, {}),
    );
    expect(parts.at(-1)?.['usage']).toEqual({
      inputTokens: { total: undefined, noCache: undefined, cacheRead: undefined, cacheWrite: undefined },
      outputTokens: { total: undefined, text: undefined, reasoning: undefined },
    });
  });
});

describe('raw chunks', () => {
  const raw = (rawValue: unknown): AnyPart => ({ type: 'raw', rawValue });

  it.each([
    ['many', Array.from({ length: 10_001 }, () => raw('x'))],
    ['large', [raw('x'.repeat(1_500_000)), raw({ more: 'y'.repeat(600_000) })]],
  ])('are all left out where they are too %s to be kept', async (_name, chunks) => {
    const guardrail = createGuardrail({ scanner: fakeScanner() });
    const parts = [...textBlock('1', 'hello'), ...chunks, FINISH];
    const out = await collect(
      guardStream(guardrail, streamOf(parts), {}, {}) as unknown as AsyncIterable<Part>,
    );
    expect(out.filter(({ type }) => type === 'raw')).toEqual([]);
    expect(textOf(out)).toBe('hello');
  });
});

describe.each(versions)('a redacted stream of $name', ({ sdk, scripted, finish }) => {
  const card = ['4111', '1111', '1111', '1111'].join(' ');
  const answer = `Your card is ${card}, as you know.`;
  const scanners = {
    'the embedded engine': () => localScanner(),
    'a cloud beside the embedded engine': () => combineScanners(fakeScanner(), localScanner()),
  };

  it.each(Object.entries(scanners))('says of %s what a whole answer says', async (_name, scanner) => {
    const events: GuardrailEvent[] = [];
    const guardrail = createGuardrail({
      scanner: scanner(),
      policy: 'redact',
      onEvent: (event) => void events.push(event),
    });
    const model = (script: object) =>
      sdk.wrapLanguageModel({ model: scripted(script).model, middleware: guardrailMiddleware(guardrail) });
    const deltas = answer.match(/.{1,4}/gs) ?? [];
    const parts = [
      { type: 'stream-start', warnings: [] },
      START,
      ...deltas.map((delta) => ({ type: 'text-delta', id: '1', delta })),
      { type: 'text-end', id: '1' },
      finish(),
    ];
    const streamed = sdk.streamText({ model: model({ stream: parts }), prompt: 'Which card?' });
    expect(await streamed.text).toBe('Your card is [CREDIT_CARD], as you know.');
    const whole = await sdk.generateText({
      model: model({ content: [{ type: 'text', text: answer }] }),
      prompt: 'Which card?',
    });
    expect(whole.text).toBe('Your card is [CREDIT_CARD], as you know.');
    const said = (results: ReturnType<typeof getGuardrailResults>) =>
      results?.verdicts.find(({ direction }) => direction === 'response');
    const [own, other] = [
      said(getGuardrailResults({ providerMetadata: await streamed.providerMetadata })),
      said(getGuardrailResults(whole)),
    ];
    for (const verdict of [own, other]) {
      expect(verdict).toMatchObject({
        outcome: 'redact',
        redactions: 1,
        result: { severity: 'HIGH', categories: ['dlp_response'], responseDetected: { dlp: true } },
      });
    }
    const decisions = events.filter(({ type, direction }) => type === 'decision' && direction === 'response');
    expect(decisions.map((event) => event.result.severity)).toEqual(['HIGH', 'HIGH']);
  });
});
