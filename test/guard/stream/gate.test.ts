import {
  type ContentScanner,
  createGuardrail,
  GuardrailViolationError,
  type ScanRequest,
  type ScanResult,
  type StreamOptions,
} from 'airs-guardrails';
import { guardrailMiddleware } from 'airs-guardrails/ai-sdk';
import { localScanner } from 'airs-guardrails/local';
import { type FakeVerdict, fakeScanner } from 'airs-guardrails/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { airsScanner } from '../../../src/airs/index.js';
import { collect, textBlock, versions } from '../../ai-sdk/versions.js';
import { ALLOWED, API_KEY } from '../../support/airs.js';
import { runs } from '../../support/extent.js';
import { json, scriptedServer } from '../../support/scripted-server.js';
import { firing, rejection, verdict } from '../support.js';

const MARK = 'XVIOLATIONX';
const ADDRESS = ['jane.doe', 'example.org'].join('@');
const blocking = ({ response }: ScanRequest): FakeVerdict =>
  response?.includes(MARK) === true ? { action: 'block', responseDetected: { toxicContent: true } } : {};
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A scanner that answers when it is told to. */
function byHand() {
  const waiting: { readonly request: ScanRequest; readonly resolve: (result: ScanResult) => void }[] = [];
  const scanner: ContentScanner = {
    name: 'by hand',
    scan: (request) => new Promise((resolve) => waiting.push({ request, resolve })),
  };
  return { waiting, scanner };
}

/** A scanner that answers a few turns of the event loop late. */
const slowly = (
  turns: number,
  inner: ContentScanner = fakeScanner({ verdicts: blocking }),
): ContentScanner => ({
  name: 'slow',
  async scan(request, options) {
    for (let turn = 0; turn < turns; turn += 1) await settled();
    return inner.scan(request, options);
  },
});

async function pass(stream: TransformStream<string, string>, chunks: readonly string[]) {
  const out: string[] = [];
  const source = new ReadableStream<string>({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });
  try {
    for await (const text of source.pipeThrough(stream)) out.push(text);
    return { out: out.join(''), error: undefined };
  } catch (error) {
    return { out: out.join(''), error };
  }
}

const gated = (scanner: ContentScanner, gate: ContentScanner, stream: StreamOptions = {}) =>
  createGuardrail({ scanner, stream: { mode: 'observe', gate, ...stream } });
const cut = (text: string, size: number): string[] => text.match(new RegExp(`[^]{1,${size}}`, 'gu')) ?? [];
const words = fc
  .array(fc.constantFrom('the quick brown fox ', 'jumps. ', 'Größe 😀 ', '\n\n', 'x', '😀😀'), {
    maxLength: 40,
  })
  .map((parts) => parts.join(''));

describe('a gate', () => {
  it('lets text out once it has judged it, before the scanner has said anything', async () => {
    const { scanner, waiting } = byHand();
    const verifier = gated(scanner, fakeScanner()).openResponse();
    const lane = verifier.openLane('text');
    lane.push('All is well and the sun shines on everybody, also on those who sleep. ');
    for (let turn = 0; turn < 5; turn += 1) {
      void verifier.work();
      await settled();
    }
    expect(lane.releasedTo).toBeGreaterThan(20);
    expect(waiting).toHaveLength(1);
    verifier.stop(new Error('enough'));
  });

  it('gives what came, whatever the bound, the pieces and the times', async () => {
    await fc.assert(
      fc.asyncProperty(
        words,
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 60 }),
        fc.nat(4),
        fc.nat(2),
        async (text, size, maxUnverifiedChars, late, gateLate) => {
          const guardrail = gated(slowly(late), slowly(gateLate), { maxUnverifiedChars });
          expect(await pass(guardrail.responseStream(), cut(text, size))).toEqual({
            out: text,
            error: undefined,
          });
        },
      ),
      { numRuns: runs(60) },
    );
  });

  it('lets no character of what it finds out itself', async () => {
    await fc.assert(
      fc.asyncProperty(
        words,
        words,
        fc.integer({ min: 1, max: 40 }),
        fc.nat(3),
        async (before, after, size, late) => {
          const guardrail = gated(slowly(late, fakeScanner()), slowly(late));
          const { out, error } = await pass(guardrail.responseStream(), cut(before + MARK + after, size));
          expect(error).toBeInstanceOf(GuardrailViolationError);
          expect(before.startsWith(out)).toBe(true);
        },
      ),
      { numRuns: runs(60) },
    );
  });

  it('never lets more out that the scanner has not judged than maxUnverifiedChars', async () => {
    const { scanner, waiting } = byHand();
    const maxUnverifiedChars = 50;
    const guardrail = gated(scanner, fakeScanner(), { maxUnverifiedChars, minWindow: 400, finalScan: 'off' });
    const text = 'Some words that go on and on. '.repeat(20);
    let out = '';
    const done = (async () => {
      const source = new ReadableStream<string>({
        start(controller) {
          for (const piece of cut(text, 7)) controller.enqueue(piece);
          controller.close();
        },
      });
      for await (const piece of source.pipeThrough(guardrail.responseStream())) out += piece;
    })();
    let judged = 0;
    for (let index = 0; out.length < text.length; index += 1) {
      for (let turn = 0; turn < 20; turn += 1) await settled();
      expect(out.length).toBeGreaterThan(judged);
      expect(out.length - judged).toBeLessThanOrEqual(maxUnverifiedChars);
      judged = out.length;
      waiting[index]?.resolve(verdict());
    }
    for (let turn = 0; turn < 20; turn += 1) {
      for (const { resolve } of waiting) resolve(verdict());
      await settled();
    }
    await done;
    expect(out).toBe(text);
  });

  it('does not keep the violation of the scanner from ending the answer, within the bound', async () => {
    const text = `${'fine words. '.repeat(10)}${MARK} ${'more words. '.repeat(100)}`;
    const guardrail = gated(slowly(3), fakeScanner(), { maxUnverifiedChars: 100 });
    const { out, error } = await pass(guardrail.responseStream(), cut(text, 6));
    expect(error).toBeInstanceOf(GuardrailViolationError);
    expect(out.length).toBeLessThanOrEqual(text.indexOf(MARK) + MARK.length + 100);
  });

  it('reports one decision: a block of either, else the stricter of both', async () => {
    const warn = { action: 'warn', responseDetected: { toxicContent: true } } as const;
    for (const [main, own, outcome] of [
      [{}, {}, 'allow'],
      [warn, {}, 'warn'],
      [{}, warn, 'warn'],
      [firing('response', ['toxicContent'], { action: 'block' }), {}, 'block'],
    ] as const) {
      const decisions: unknown[] = [];
      const guardrail = createGuardrail({
        scanner: fakeScanner({ verdicts: main }),
        stream: { mode: 'observe', gate: fakeScanner({ verdicts: own }) },
        onEvent: (event) => {
          if (event.type === 'decision') decisions.push(event.outcome);
        },
      });
      await pass(guardrail.responseStream(), ['All is ', 'well.']);
      expect(decisions).toEqual([outcome]);
    }
  });

  it('redacts in the flow, and the cloud judges what leaves, over real HTTP', async () => {
    const server = await scriptedServer();
    server.otherwise(json(200, ALLOWED));
    const guardrail = createGuardrail({
      scanner: airsScanner({ apiKey: API_KEY, apiEndpoint: server.url }),
      policy: 'redact',
      stream: { mode: 'observe', gate: localScanner() },
    });
    const { out, error } = await pass(
      guardrail.responseStream({ prompt: 'Who is it?' }),
      cut(`Write to ${ADDRESS} and all will be well. ${'And on it goes. '.repeat(10)}`, 5),
    );
    expect(error).toBeUndefined();
    expect(out).toMatch(/^Write to \S+ and all will be well\. /);
    expect(out).not.toContain(ADDRESS);
    const sent = server.requests.map(({ body }) => JSON.parse(String(body)).contents[0]);
    expect(JSON.stringify(sent)).not.toContain(ADDRESS);
    expect(sent.at(-1)).toMatchObject({ prompt: 'Who is it?', response: out });
  });

  it('throws the abort reason, and leaves no scan under way', async () => {
    const { scanner, waiting } = byHand();
    const controller = new AbortController();
    const verifier = gated(scanner, fakeScanner()).openResponse({ signal: controller.signal });
    const lane = verifier.openLane('text');
    lane.push('All is well and the sun shines on everybody, also on those who sleep.');
    for (let turn = 0; turn < 5; turn += 1) {
      void verifier.work()?.catch(() => undefined);
      await settled();
    }
    expect(waiting).toHaveLength(1);
    verifier.end();
    const work = rejection(Promise.resolve(verifier.work()));
    const reason = new Error('the user left');
    controller.abort(reason);
    expect(await work).toBe(reason);
    expect(await rejection(Promise.resolve(verifier.work()))).toBe(reason);
  });

  it.each(versions)('serves $name: all parts, in order, and one verdict', async (version) => {
    const text = 'All is well and the sun shines. '.repeat(6);
    const { model } = version.scripted({
      stream: [{ type: 'stream-start', warnings: [] }, ...textBlock('1', text), version.finish()],
    });
    const guarded = version.sdk.wrapLanguageModel({
      model,
      middleware: guardrailMiddleware({
        scanner: slowly(3),
        stream: { mode: 'observe', gate: fakeScanner(), maxUnverifiedChars: 24 },
      }),
    });
    const result = version.sdk.streamText({ model: guarded, prompt: 'How is it?' });
    expect((await collect<string>(result.textStream)).join('')).toBe(text);
  });

  it.each([
    [{ gate: fakeScanner() }, "stream.gate is for stream.mode 'observe'"],
    [
      { mode: 'observe', maxUnverifiedChars: 5 },
      'stream.maxUnverifiedChars has no effect without stream.gate',
    ],
    [{ mode: 'observe', gate: {} }, 'stream.gate must be a ContentScanner'],
    [
      { mode: 'observe', gate: fakeScanner(), maxUnverifiedChars: 0 },
      'stream.maxUnverifiedChars must be a whole',
    ],
  ])('refuses %o', (stream, message) => {
    expect(() => Reflect.apply(createGuardrail, undefined, [{ scanner: fakeScanner(), stream }])).toThrow(
      message,
    );
  });
});
