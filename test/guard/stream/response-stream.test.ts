import {
  createGuardrail,
  type DetectedSpan,
  GuardrailScanError,
  GuardrailViolationError,
  type StreamOptions,
} from 'airs-guardrails';
import { localScanner } from 'airs-guardrails/local';
import { type FakeVerdict, fakeScanner } from 'airs-guardrails/testing';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { runs } from '../../support/extent.js';

/** What came out, and how it ended. */
interface Outcome {
  readonly out: string[];
  readonly error: unknown;
}

async function pass(stream: TransformStream<string, string>, chunks: readonly string[]): Promise<Outcome> {
  const out: string[] = [];
  const source = new ReadableStream<string>({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });
  try {
    for await (const text of source.pipeThrough(stream)) out.push(text);
    return { out, error: undefined };
  } catch (error) {
    return { out, error };
  }
}

/** Texts cut anyhow. */
const cut = (text: string, sizes: readonly number[]): string[] => {
  const chunks: string[] = [];
  for (let at = 0, turn = 0; at < text.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    chunks.push(text.slice(at, at + size));
    at += size;
  }
  return chunks;
};
const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 6 });
const words = fc
  .array(fc.constantFrom('the quick brown fox ', 'jumps. ', 'Größe 😀 ', 'over 12 dogs, ', '\n\n', 'x'), {
    maxLength: 40,
  })
  .map((parts) => parts.join(''));

const MARK = 'XVIOLATIONX';
const blocking = (text: string | undefined): FakeVerdict =>
  text?.includes(MARK) === true ? { action: 'block', responseDetected: { toxicContent: true } } : {};
/** A scanner whose answers come after a few turns of the event loop. */
const slowly = (turns: number, verdict: (text: string | undefined) => FakeVerdict) => {
  const fake = fakeScanner({ verdicts: ({ response }) => verdict(response) });
  return {
    ...fake,
    name: 'slow',
    requests: fake.requests,
    scan: async (...args: Parameters<typeof fake.scan>) => {
      for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
      return fake.scan(...args);
    },
  };
};
const streamOf = (stream: StreamOptions, scanner = slowly(3, blocking)) =>
  createGuardrail({ scanner, stream }).responseStream();

describe('a guarded stream', () => {
  it.each(['verify', 'buffer', 'observe'] as const)('in mode %s gives what came, in order', async (mode) => {
    await fc.assert(
      fc.asyncProperty(words, sizes, fc.nat(20), async (text, cuts, turns) => {
        const { out, error } = await pass(streamOf({ mode }, slowly(turns, blocking)), cut(text, cuts));
        expect(error).toBeUndefined();
        expect(out.join('')).toBe(text);
      }),
      { numRuns: runs(100) },
    );
  });

  it.each(['verify', 'buffer'] as const)(
    'in mode %s lets no character of a violation out, nor what follows',
    async (mode) => {
      await fc.assert(
        fc.asyncProperty(words, words, sizes, fc.nat(20), async (before, after, cuts, turns) => {
          const stream = streamOf({ mode }, slowly(turns, blocking));
          const { out, error } = await pass(stream, cut(before + MARK + after, cuts));
          expect(error).toBeInstanceOf(GuardrailViolationError);
          expect(before.startsWith(out.join(''))).toBe(true);
        }),
        { numRuns: runs(200) },
      );
    },
  );

  it('lets nothing of a long word out that says only at its end what it is', async () => {
    const url = `https://${'sub.'.repeat(60)}example.org/${MARK}`;
    await fc.assert(
      fc.asyncProperty(words, sizes, fc.nat(20), async (before, cuts, turns) => {
        const { out, error } = await pass(
          streamOf({}, slowly(turns, blocking)),
          cut(`${before} ${url}`, cuts),
        );
        expect(error).toBeInstanceOf(GuardrailViolationError);
        expect(`${before} `.startsWith(out.join(''))).toBe(true);
      }),
      { numRuns: runs(100) },
    );
  });

  it('stops at a violation in mode observe', async () => {
    const text = `${'fine words. '.repeat(40)}${MARK}${' more words.'.repeat(400)}`;
    const { out, error } = await pass(streamOf({ mode: 'observe' }), cut(text, [12]));
    expect(error).toBeInstanceOf(GuardrailViolationError);
    expect(out.join('').length).toBeLessThan(text.length);
  });

  it('redacts as the whole text is redacted, however it is cut', async () => {
    const guardrail = createGuardrail({ scanner: localScanner(), policy: 'redact' });
    const findings = fc.constantFrom(
      'card 4111 1111 1111 1111 ',
      'mail jane.doe@example.com, ',
      '4111 1111 ',
      'jane.doe@exam ',
      '-----BEGIN PRIVATE KEY-----\nMIIabc\n-----END PRIVATE KEY-----\n',
      '-----BEGIN PRIVATE KEY-----\nMII',
      'iban DE89 3704 0044 0532 0130 00. ',
    );
    const texts = fc
      .array(fc.oneof(findings, words), { minLength: 1, maxLength: 6 })
      .map((parts) => parts.join(''));
    await fc.assert(
      fc.asyncProperty(texts, sizes, async (text, cuts) => {
        const whole = await guardrail.checkResponse(text);
        const { out, error } = await pass(guardrail.responseStream(), cut(text, cuts));
        expect(error).toBeUndefined();
        expect(out.join('')).toBe(text === '' ? '' : whole.text);
      }),
      { numRuns: runs(150) },
    );
  });

  it('redacts by the offsets of a scanner that has no stream of its own', async () => {
    const spans = (text: string): DetectedSpan[] =>
      [...text.matchAll(/#\d{4}-\d{4}#/g)].map(({ index, 0: match }) => ({
        field: 'response',
        start: index,
        end: index + match.length,
        detector: 'dlp',
        label: 'TICKET',
      }));
    const verdict = (text = ''): FakeVerdict => {
      const found = spans(text);
      return found.length === 0
        ? {}
        : { action: 'block', severity: 'HIGH', responseDetected: { dlp: true }, spans: found };
    };
    const texts = fc
      .array(fc.oneof(fc.constantFrom('#1234-5678#', '#1234-', '#99', 'see #1111-2222#. '), words), {
        minLength: 1,
        maxLength: 8,
      })
      .map((parts) => parts.join(''));
    await fc.assert(
      fc.asyncProperty(texts, sizes, fc.nat(12), async (text, cuts, turns) => {
        const guardrail = createGuardrail({ scanner: slowly(turns, verdict), policy: 'redact' });
        const { out, error } = await pass(guardrail.responseStream(), cut(text, cuts));
        expect(error).toBeUndefined();
        expect(out.join('')).toBe(text.replace(/#\d{4}-\d{4}#/g, '[TICKET]'));
      }),
      { numRuns: runs(200) },
    );
  });

  it('scans what comes while a scan is under way in one go, each place about one and a half times', async () => {
    let now = 0;
    const waiting: { at: number; resolve: () => void }[] = [];
    const scanner = fakeScanner();
    const scan = async (...args: Parameters<typeof scanner.scan>) => {
      await new Promise<void>((resolve) => waiting.push({ at: now + 50, resolve }));
      return scanner.scan(...args);
    };
    const guardrail = createGuardrail({ scanner: { name: 'slow', scan }, stream: { finalScan: 'off' } });
    const stream = guardrail.responseStream();
    const writer = stream.writable.getWriter();
    const out: { at: number; text: string }[] = [];
    const reading = (async () => {
      for await (const text of stream.readable) out.push({ at: now, text });
    })();
    const settle = async () => {
      for (const wait of waiting.splice(0)) {
        if (wait.at > now) waiting.push(wait);
        else wait.resolve();
      }
      await new Promise((resolve) => setImmediate(resolve));
    };
    const text = 'The quick brown fox '.repeat(200);
    for (const chunk of cut(text, [20])) {
      now += 5;
      void writer.write(chunk);
      await settle();
    }
    const arrived = now;
    void writer.close();
    for (let turn = 0; turn < 40; turn += 1) {
      now += 5;
      await settle();
    }
    await reading;
    expect(out.map((piece) => piece.text).join('')).toBe(text);
    const first = out[0]?.at ?? Number.POSITIVE_INFINITY;
    expect(first).toBeLessThanOrEqual(5 + 65);
    expect(now).toBeGreaterThan(arrived);
    expect(out.at(-1)?.at).toBeLessThanOrEqual(arrived + 2 * 50 + 5);
    const scanned = scanner.requests.reduce((sum, { response = '' }) => sum + response.length, 0);
    expect(scanned).toBeLessThanOrEqual(1.55 * text.length);
    expect(scanner.requests.length).toBeLessThanOrEqual(arrived / 50 + 2);
  });

  it('judges the whole answer with its prompt at the end, unless told otherwise', async () => {
    const asked = async (finalScan: 'full' | 'tail' | 'off') => {
      const scanner = fakeScanner();
      const guardrail = createGuardrail({ scanner, stream: { finalScan } });
      const text = 'All is well and good. '.repeat(20);
      await pass(guardrail.responseStream({ prompt: 'Is it?' }), cut(text, [30]));
      return { last: scanner.requests.at(-1), rest: scanner.requests.slice(0, -1), text };
    };
    const full = await asked('full');
    expect(full.last).toMatchObject({ prompt: 'Is it?', response: full.text });
    expect(full.rest.some(({ prompt }) => prompt !== undefined)).toBe(false);
    const tail = await asked('tail');
    expect(tail.last?.prompt).toBe('Is it?');
    expect(tail.last?.response?.length).toBeLessThan(tail.text.length);
    expect((await asked('off')).last?.prompt).toBeUndefined();
  });

  it('judges nothing where nothing came', async () => {
    const scanner = fakeScanner();
    expect(await pass(createGuardrail({ scanner }).responseStream(), [''])).toMatchObject({ out: [] });
    expect(scanner.requests).toHaveLength(0);
  });

  it.each([
    ['maxScans', { maxScans: 2 }],
    ['maxBytes', { maxBytes: 200 }],
  ])('fails closed at %s, or passes where the policy says so', async (_, limits) => {
    const text = 'All is well and good. '.repeat(60);
    const closed = await pass(streamOf({ ...limits }), cut(text, [30]));
    expect(closed.error).toBeInstanceOf(GuardrailScanError);
    const open = createGuardrail({
      scanner: fakeScanner(),
      stream: limits,
      policy: { onScanFailure: { response: { content: 'warn' } } },
    });
    expect((await pass(open.responseStream(), cut(text, [30]))).out.join('')).toBe(text);
  });

  it('fails closed where a scan holds the text too long', async () => {
    vi.useFakeTimers();
    try {
      const scan = () => new Promise<never>(() => undefined);
      const guardrail = createGuardrail({ scanner: { name: 'stuck', scan }, stream: { maxHoldMs: 500 } });
      const ended = pass(guardrail.responseStream(), [
        'a text that is long enough to be judged at once, is it',
      ]);
      await vi.advanceTimersByTimeAsync(499);
      await vi.advanceTimersByTimeAsync(1);
      expect((await ended).error).toBeInstanceOf(GuardrailScanError);
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });

  it('ends with the abort reason, and leaves nothing behind', async () => {
    const controller = new AbortController();
    const scan = () => new Promise<never>(() => undefined);
    const guardrail = createGuardrail({ scanner: { name: 'stuck', scan } });
    const ended = pass(guardrail.responseStream({ signal: controller.signal }), ['x'.repeat(100)]);
    await new Promise((resolve) => setImmediate(resolve));
    controller.abort(new Error('enough'));
    expect((await ended).error).toEqual(new Error('enough'));
  });

  it('tells how far it has come, and what became of it', async () => {
    const onProgress = vi.fn();
    const events: unknown[] = [];
    const guardrail = createGuardrail({
      scanner: fakeScanner(),
      stream: { onProgress },
      onEvent: (event) => events.push(event.type === 'decision' ? event.outcome : event.type),
    });
    await pass(guardrail.responseStream(), cut('All is well and good. '.repeat(10), [20]));
    expect(onProgress).toHaveBeenLastCalledWith(
      expect.objectContaining({ scan: 'final', arrivedChars: 220, releasedChars: 220, heldChars: 0 }),
    );
    expect(events.at(-1)).toBe('allow');
    expect(events.filter((event) => event === 'allow')).toHaveLength(1);
  });

  it.each([
    ['stream.mode', { stream: { mode: 'fast' } }],
    ['stream.minWindow', { stream: { minWindow: 0 } }],
    ['stream.maxWindow', { stream: { maxWindow: 1.5 } }],
    ['stream.lookahead', { stream: { lookahead: -1 } }],
    ['stream.finalScan', { stream: { finalScan: true } }],
    ['stream.windows', { stream: { windows: 1 } }],
    ['stream.onProgress', { stream: { onProgress: 1 } }],
    ['stream.mode', { stream: { mode: 'observe' }, policy: 'redact' }],
  ])('refuses options that cannot work: %s', (field, options) => {
    expect(() => createGuardrail({ scanner: fakeScanner(), ...options } as never)).toThrow(
      expect.objectContaining({ code: 'ERR_GUARDRAIL_CONFIG', field }),
    );
  });

  it('passes a long answer whole', async () => {
    const text = 'All is well and good here. '.repeat(40_000);
    const { out } = await pass(
      createGuardrail({ scanner: fakeScanner() }).responseStream(),
      cut(text, [9_990]),
    );
    expect(out.join('') === text).toBe(true);
  });

  it('keeps little of a long stream', async () => {
    const guardrail = createGuardrail({ scanner: fakeScanner(), stream: { finalScan: 'tail' } });
    const verifier = guardrail.openResponse();
    const lane = verifier.openLane('text');
    let left = 0;
    for (let turn = 0; turn < 400; turn += 1) {
      lane.push('x'.repeat(1000));
      await verifier.work();
      // Nothing is forgotten before it has left, however late.
      if (turn % 20 === 0) {
        expect(lane.take(left, lane.releasedTo)).toHaveLength(lane.releasedTo - left);
        left = lane.releasedTo;
      }
    }
    expect(left).toBeGreaterThan(300_000);
    expect(lane.read(0, 100_000)).toBe('');
  });
});
