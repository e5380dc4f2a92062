import {
  createGuardrail,
  GuardrailScanError,
  type PolicyOptions,
  type ScanResult,
  type StreamOptions,
} from 'airs-guardrails';
import { fakeScanner } from 'airs-guardrails/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const TEXT = 'All is well and good, the sun shines. '.repeat(3);
const opened = (
  stream: StreamOptions,
  { policy = {}, latencyMs = 0 }: { readonly policy?: PolicyOptions; readonly latencyMs?: number } = {},
) => {
  const fake = fakeScanner();
  const scanner = {
    name: 'slow',
    scan: async (...args: Parameters<typeof fake.scan>): Promise<ScanResult> => {
      if (latencyMs > 0) await new Promise((resolve) => setTimeout(resolve, latencyMs));
      return fake.scan(...args);
    },
  };
  const guardrail = createGuardrail({ scanner, stream, policy, localScanner: fakeScanner() });
  const verifier = guardrail.openResponse({ prompt: 'Größe?' });
  return { fake, verifier, lane: verifier.openLane('text') };
};

describe('the bytes that an answer may cost', () => {
  it('are those of UTF-8, the prompt of the final scan included', async () => {
    const text = 'Größe 😀 und \ud800 mehr';
    const bytes = new TextEncoder().encode(`${text}Größe?`).length;
    for (const [maxBytes, refused] of [
      [bytes, false],
      [bytes - 1, true],
    ] as const) {
      const { verifier, lane, fake } = opened({ mode: 'buffer', maxBytes });
      lane.push(text);
      verifier.end();
      const outcome = await verifier.work()?.then(
        () => false,
        (error: unknown) => error instanceof GuardrailScanError,
      );
      expect([outcome, fake.requests.length]).toEqual([refused, refused ? 0 : 1]);
    }
  });
});

describe('the deadline of an answer', () => {
  it('fails the scan under way', async () => {
    const { verifier, lane } = opened({ deadlineMs: 70 }, { latencyMs: 50 });
    lane.push(TEXT);
    const first = verifier.work();
    await vi.advanceTimersByTimeAsync(50);
    await first;
    expect(lane.releasedTo).toBeGreaterThan(0);
    const before = lane.releasedTo;
    verifier.end();
    const last = verifier.work();
    await vi.advanceTimersByTimeAsync(19);
    expect(verifier.verdicts).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    await expect(last).rejects.toBeInstanceOf(GuardrailScanError);
    expect(lane.releasedTo).toBe(before);
    // The scanner of this test does not listen to its signal: the timer left is its own.
    expect(vi.getTimerCount()).toBe(1);
  });

  it('lets no scan begin after it, and nothing out that was held', async () => {
    const { verifier, lane, fake } = opened({ deadlineMs: 70 });
    lane.push('short');
    expect(verifier.work()).toBeUndefined();
    await vi.advanceTimersByTimeAsync(70);
    expect(vi.getTimerCount()).toBe(0);
    lane.push(TEXT);
    await expect(verifier.work()).rejects.toBeInstanceOf(GuardrailScanError);
    expect([lane.releasedTo, fake.requests.length]).toEqual([0, 0]);
  });

  it.each(['verify', 'observe'] as const)(
    'lets the text pass in mode %s where the policy says so',
    async (mode) => {
      const { verifier, lane, fake } = opened(
        { deadlineMs: 70, mode },
        { policy: { onScanFailure: { response: 'warn' } } },
      );
      await vi.advanceTimersByTimeAsync(70);
      lane.push(TEXT);
      verifier.end();
      for (let work = verifier.work(); work !== undefined; work = verifier.work()) await work;
      expect([lane.releasedTo, fake.requests.length]).toEqual([TEXT.length, 0]);
      expect(verifier.verdicts).toMatchObject([{ outcome: 'warn', result: { categories: ['api_error'] } }]);
    },
  );

  it('has the embedded engine decide where the policy says so', async () => {
    const { verifier, lane } = opened(
      { deadlineMs: 70 },
      { policy: { onScanFailure: { response: 'local' } } },
    );
    await vi.advanceTimersByTimeAsync(70);
    lane.push(TEXT);
    verifier.end();
    for (let work = verifier.work(); work !== undefined; work = verifier.work()) await work;
    expect(lane.releasedTo).toBe(TEXT.length);
    expect(verifier.verdicts).toMatchObject([{ outcome: 'allow', result: { degraded: true } }]);
  });

  it('leaves no timer behind', async () => {
    const { verifier, lane } = opened({ deadlineMs: 1_000 });
    lane.push(TEXT);
    await verifier.work();
    verifier.end();
    for (let work = verifier.work(); work !== undefined; work = verifier.work()) await work;
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('the scans that an answer may cost', () => {
  it('last for a long answer whose every chunk could be judged at once', async () => {
    const { verifier, lane, fake } = opened({ maxScans: 100, finalScan: 'off' });
    for (let chunk = 0; chunk < 3_000; chunk += 1) {
      lane.push('All is well, it is. ');
      await verifier.work();
    }
    verifier.end();
    for (let work = verifier.work(); work !== undefined; work = verifier.work()) await work;
    expect(lane.releasedTo).toBe(60_000);
    expect(fake.requests.length).toBeLessThanOrEqual(100);
    expect(fake.requests.length).toBeGreaterThan(50);
  });
});

describe('limits', () => {
  it.each([
    ['maxBytes', 0],
    ['maxBytes', 1.5],
    ['maxHoldMs', 2 ** 31],
    ['deadlineMs', 0],
    ['deadlineMs', '5'],
    ['maxScannedChars', 5],
  ])('are refused where they cannot be kept: %s %s', (name, value) => {
    const options: object = { [name]: value };
    expect(() => createGuardrail({ scanner: fakeScanner(), stream: options })).toThrow(
      expect.objectContaining({ code: 'ERR_GUARDRAIL_CONFIG', field: `stream.${name}` }),
    );
  });
});
