import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { airsScanner } from '../../src/airs/index.js';
import { type ContentScanner, failedScan, isFailedScan } from '../../src/scan/index.js';
import { resilientScanner } from '../../src/scanners/resilient.js';
import { fakeScanner } from '../../src/testing/index.js';
import { rejection } from '../guard/support.js';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

/** A scanner whose calls stay open until they are answered; it ignores its signal unless it is looked at. */
function manual() {
  const calls: {
    readonly prompt: string | undefined;
    readonly signal: AbortSignal | undefined;
    pass(): void;
    fail(): void;
  }[] = [];
  const scanner: ContentScanner = {
    name: 'cloud',
    scan: (request, options) =>
      new Promise((resolve) => {
        calls.push({
          prompt: request.prompt,
          signal: options?.signal,
          pass: () => void fakeScanner().scan(request).then(resolve),
          fail: () => resolve(failedScan(request, 'down', 0)),
        });
      }),
  };
  return { scanner, calls };
}

const settle = () => vi.advanceTimersByTimeAsync(0);

describe('the time of a scan', () => {
  test('makes a failed scan of one that takes too long, tells it, and frees its slot', async () => {
    const { scanner: inner, calls } = manual();
    const scanner = resilientScanner(inner, { timeoutMs: 50, concurrency: 1 });
    const slow = scanner.scan({ prompt: 'secret text', trId: 't' });
    await vi.advanceTimersByTimeAsync(49);
    const next = scanner.scan({ prompt: 'next' });
    expect(calls.map(({ prompt }) => prompt)).toEqual(['secret text']);
    await vi.advanceTimersByTimeAsync(1);
    expect(await slow).toEqual(failedScan({ trId: 't' }, 'Scanner cloud did not answer within 50 ms', 50));
    expect(calls[0]?.signal?.reason).toMatchObject({ name: 'TimeoutError' });
    expect(calls.map(({ prompt }) => prompt)).toEqual(['secret text', 'next']);
    // A late answer of the first changes nothing.
    calls[0]?.pass();
    calls[1]?.fail();
    expect((await next).error).toBe('down');
  });

  test('changes nothing of a scan that is in time, and leaves no timer', async () => {
    const inner = fakeScanner({ verdicts: { action: 'block', latencyMs: 3 } });
    const result = await resilientScanner(inner, { timeoutMs: 50 }).scan({ prompt: 'p' });
    expect(result).toEqual(await inner.scan({ prompt: 'p' }));
  });

  test("the caller's abort is thrown as it is, during a scan and during the wait for one", async () => {
    const { scanner: inner, calls } = manual();
    const scanner = resilientScanner(inner, {
      timeoutMs: 50,
      concurrency: 1,
      circuitBreaker: { failures: 1 },
    });
    const controllers = [new AbortController(), new AbortController()];
    const scans = controllers.map(({ signal }) => rejection(scanner.scan({ prompt: 'p' }, { signal })));
    const patient = scanner.scan({ prompt: 'patient' });
    await settle();
    const reason = new Error('user left');
    controllers[1]?.abort(reason);
    expect(await scans[1]).toBe(reason);
    controllers[0]?.abort(reason);
    expect(await scans[0]).toBe(reason);
    expect(calls[0]?.signal?.reason).toBe(reason);
    await settle();
    expect(calls.map(({ prompt }) => prompt)).toEqual(['p', 'patient']);
    calls[1]?.pass();
    // Neither abort counts as a failure of the scanner.
    expect((await patient).action).toBe('allow');
  });
});

describe('concurrent scans', () => {
  test('are at most so many at once, and the others wait in order', async () => {
    const { scanner: inner, calls } = manual();
    const scanner = resilientScanner(inner, { concurrency: 2 });
    const scans = ['a', 'b', 'c', 'd'].map((prompt) => scanner.scan({ prompt }));
    await settle();
    expect(calls.map(({ prompt }) => prompt)).toEqual(['a', 'b']);
    calls[1]?.pass();
    await settle();
    expect(calls.map(({ prompt }) => prompt)).toEqual(['a', 'b', 'c']);
    calls[0]?.fail();
    calls[2]?.pass();
    await settle();
    calls[3]?.pass();
    expect((await Promise.all(scans)).map(isFailedScan)).toEqual([true, false, false, false]);
    // No place was given back twice.
    const more = ['e', 'f', 'g'].map((prompt) => scanner.scan({ prompt }));
    await settle();
    expect(calls).toHaveLength(6);
    calls[4]?.pass();
    calls[5]?.pass();
    await settle();
    calls[6]?.pass();
    await Promise.all(more);
  });

  test('fail where they wait too long for their turn', async () => {
    const { scanner: inner, calls } = manual();
    const scanner = resilientScanner(inner, { timeoutMs: 50, concurrency: 1 });
    const scans = [scanner.scan({ prompt: 'a' })];
    await vi.advanceTimersByTimeAsync(10);
    scans.push(scanner.scan({ prompt: 'b' }), scanner.scan({ prompt: 'c' }));
    await vi.advanceTimersByTimeAsync(40);
    expect(calls.map(({ prompt }) => prompt)).toEqual(['a', 'b']);
    await vi.advanceTimersByTimeAsync(50);
    const errors = (await Promise.all(scans)).map(({ error }) => error);
    const late = 'Scanner cloud did not answer within 50 ms';
    expect(errors).toEqual([late, late, 'Scanner cloud was busy for 50 ms']);
  });
});

describe('circuit breaker', () => {
  function breaking(failures = 2) {
    let time = 0;
    const inner = manual();
    const scanner = resilientScanner(inner.scanner, {
      circuitBreaker: { failures, cooldownMs: 100 },
      now: () => time,
    });
    const run = async (end: 'pass' | 'fail'): Promise<string | undefined> => {
      const before = inner.calls.length;
      const scan = scanner.scan({ prompt: 'p' });
      await settle();
      if (inner.calls.length === before) return (await scan).error;
      inner.calls.at(-1)?.[end]();
      return (await scan).error ?? 'passed';
    };
    return { scanner, run, calls: inner.calls, at: (next: number) => (time = next) };
  }
  const OPEN = 'Scanner cloud is not asked: its circuit breaker is open';

  test('opens after failures in a row, closes after a probe that succeeds', async () => {
    const { run, at } = breaking();
    expect([await run('fail'), await run('pass'), await run('fail'), await run('fail')]).toEqual([
      'down',
      'passed',
      'down',
      'down',
    ]);
    at(99);
    expect(await run('pass')).toBe(OPEN);
    at(100);
    expect([await run('pass'), await run('fail'), await run('pass')]).toEqual(['passed', 'down', 'passed']);
  });

  test('a probe that fails opens it again', async () => {
    const { run, at } = breaking();
    await run('fail');
    await run('fail');
    at(100);
    expect([await run('fail'), await run('pass')]).toEqual(['down', OPEN]);
    at(199);
    expect(await run('pass')).toBe(OPEN);
    at(200);
    expect(await run('pass')).toBe('passed');
  });

  test('lets in one probe at a time, and the next one where its caller left', async () => {
    const { scanner, run, calls, at } = breaking(1);
    await run('fail');
    at(100);
    const controller = new AbortController();
    const probe = rejection(scanner.scan({ prompt: 'probe' }, { signal: controller.signal }));
    await settle();
    expect(await run('pass')).toBe(OPEN);
    controller.abort(new Error('left'));
    await probe;
    expect(await run('pass')).toBe('passed');
    expect(calls).toHaveLength(3);
  });

  test('a scan from before it opened does not close it, and who waited is refused', async () => {
    const { scanner: inner, calls } = manual();
    const options = { concurrency: 2, circuitBreaker: { failures: 1, cooldownMs: 100 }, now: () => 0 };
    const scanner = resilientScanner(inner, options);
    const scans = ['old', 'bad', 'waiting'].map((prompt) => scanner.scan({ prompt }));
    await settle();
    calls[1]?.fail();
    await settle();
    calls[0]?.pass();
    expect((await Promise.all(scans)).map(({ error }) => error)).toEqual([undefined, 'down', OPEN]);
    expect((await scanner.scan({ prompt: 'p' })).error).toBe(OPEN);
    expect(calls).toHaveLength(2);
  });

  test('a late failure from before it opened does not make the cooldown longer', async () => {
    const { scanner, run, calls, at } = breaking(1);
    const scans = [scanner.scan({ prompt: 'bad' }), scanner.scan({ prompt: 'late' })];
    await settle();
    calls[0]?.fail();
    await scans[0];
    at(90);
    calls[1]?.fail();
    await scans[1];
    at(100);
    expect(await run('pass')).toBe('passed');
  });

  test('a scanner that throws or hangs has failed too', async () => {
    const faults: ContentScanner[] = [
      { name: 'cloud', scan: () => Promise.reject(new Error('secret text')) },
      { name: 'cloud', scan: () => new Promise(() => undefined) },
    ];
    for (const fault of faults) {
      const scanner = resilientScanner(fault, { timeoutMs: 5, circuitBreaker: { failures: 1 } });
      const first = scanner.scan({ prompt: 'secret text' });
      await vi.advanceTimersByTimeAsync(5);
      expect(JSON.stringify(await first)).not.toContain('secret text');
      expect((await scanner.scan({ prompt: 'p' })).error).toBe(OPEN);
    }
  });
});

describe('options', () => {
  test.each([
    [{ timeout: 5 }, 'options.timeout is not known'],
    [{ timeoutMs: 0 }, 'timeoutMs must be a whole number from 1 to 2147483647'],
    [{ timeoutMs: 2 ** 31 }, 'timeoutMs must be a whole number'],
    [{ concurrency: Number.NaN }, 'concurrency must be a whole number from 1 to 10000'],
    [{ circuitBreaker: { failure: 1 } }, 'circuitBreaker.failure is not known'],
    [{ circuitBreaker: { failures: 0 } }, 'circuitBreaker.failures must be a whole number from 1 to 1000'],
    [{ circuitBreaker: { cooldownMs: '5' } }, 'circuitBreaker.cooldownMs must be a whole number'],
    [{ now: 1 }, 'now must be a function'],
  ])('refuses %o', (options, message) => {
    expect(() => Reflect.apply(resilientScanner, undefined, [fakeScanner(), options])).toThrow(message);
  });

  test('has a name', () => {
    expect(resilientScanner(fakeScanner({ name: 'airs' })).name).toBe('resilient(airs)');
  });
});

describe('what a circuit breaker counts', () => {
  const failing = (
    kind: 'outage' | 'refused' | 'content' | 'response' | 'config',
    statusCode?: number,
  ): ContentScanner => ({
    name: 'cloud',
    scan: async (request) =>
      failedScan(request, kind, 0, { kind, ...(statusCode !== undefined && { statusCode }) }),
  });

  test.each([
    ['refused', 403],
    ['content', undefined],
    ['response', 200],
    ['config', undefined],
    ['outage', 429],
  ] as const)('is not what failed as %s %s', async (kind, statusCode) => {
    const scanner = resilientScanner(failing(kind, statusCode), { circuitBreaker: { failures: 1 } });
    const errors = [await scanner.scan({ prompt: 'p' }), await scanner.scan({ prompt: 'p' })];
    expect(errors.map(({ error }) => error)).toEqual([kind, kind]);
  });

  test('five prompts over the size limit do not close the service to others', async () => {
    const scanner = resilientScanner(airsScanner({ apiKey: 'k', apiEndpoint: 'http://127.0.0.1:9' }));
    for (let count = 0; count < 6; count += 1) {
      const { failure } = await scanner.scan({ prompt: 'x'.repeat(2_200_000) });
      expect(failure).toEqual({ kind: 'content' });
    }
  });
});
