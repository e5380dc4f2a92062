import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { airsScanner, init } from '../../src/airs/index.js';
import {
  ALLOWED,
  API_KEY,
  clientOf,
  everythingPrintable,
  rejection,
  withoutBackoff,
  withoutEnvironment,
} from '../support/airs.js';
import { json, type ScriptedServer, scriptedServer, silence, text } from '../support/scripted-server.js';

withoutEnvironment();
withoutBackoff();

const OPEN = 'Not asked: the circuit breaker is open';
const options = (server: Pick<ScriptedServer, 'url'>, apiKey = API_KEY) => ({
  apiKey,
  apiEndpoint: server.url,
});
const prompts = (count: number) => Array.from({ length: count }, (_, index) => ({ prompt: `p${index}` }));

describe('the time of a scan that somebody waits for', () => {
  afterEach(() => vi.useRealTimers());

  it('is 5 s an attempt and 10 s in all by default, and 15 s and 60 s for a Scanner', async () => {
    const server = await scriptedServer();
    server.otherwise(silence);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    const scan = airsScanner({ ...options(server), breaker: false }).scan({ prompt: 'p' });
    await server.received(1);
    await vi.advanceTimersByTimeAsync(4_900);
    expect(server.requests).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(150);
    await server.received(2);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(await scan).toMatchObject({ failure: { kind: 'outage' } });
    expect(server.requests).toHaveLength(2);

    const call = rejection(clientOf(server).syncScan({ profile_name: 'p' }, { prompt: 'p' }));
    await server.received(3);
    await vi.advanceTimersByTimeAsync(14_900);
    expect(server.requests).toHaveLength(3);
    for (const count of [4, 5, 6]) {
      await vi.advanceTimersByTimeAsync(15_050);
      await server.received(count);
    }
    await vi.advanceTimersByTimeAsync(15_000);
    expect(await call).toMatchObject({ kind: 'timeout' });
  });

  it('is what init or an option says', async () => {
    const server = await scriptedServer();
    server.otherwise(silence);
    const slow = { ...options(server), numRetries: 0 };
    expect(await airsScanner({ ...slow, timeoutMs: 40 }).scan({ prompt: 'p' })).toMatchObject({
      error: 'No answer within 40 ms',
    });
    init({ ...slow, timeoutMs: 60 });
    try {
      expect((await airsScanner({ numRetries: 0 }).scan({ prompt: 'p' })).error).toBe(
        'No answer within 60 ms',
      );
    } finally {
      init({ apiKey: API_KEY });
    }
  });

  it('ends with the total, whatever the retries', async () => {
    const server = await scriptedServer();
    server.otherwise(silence);
    const limits = { timeoutMs: 60, totalTimeoutMs: 150, breaker: false as const };
    const result = await airsScanner({ ...options(server), ...limits }).scan({ prompt: 'p' });
    expect(result.latencyMs).toBeLessThan(2_000);
    expect(server.requests.length).toBeLessThanOrEqual(3);
  });
});

describe('scans at the same time', () => {
  it('are 64 by default, and others wait for their turn', async () => {
    const server = await scriptedServer();
    const held: (() => void)[] = [];
    server.otherwise((request, response) => held.push(() => json(200, ALLOWED)(request, response)));
    const scanner = airsScanner(options(server));
    const scans = prompts(70).map((request) => scanner.scan(request));
    await server.received(64);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(server.requests).toHaveLength(64);
    server.otherwise(json(200, ALLOWED));
    for (const answer of held) answer();
    expect((await Promise.all(scans)).map(({ action }) => action)).toEqual(Array(70).fill('allow'));
  });

  it('are bounded in number and time while they wait', async () => {
    const server = await scriptedServer();
    server.otherwise(silence);
    const limits = { concurrency: 1, maxWaiting: 1, timeoutMs: 200, totalTimeoutMs: 200, numRetries: 0 };
    const scanner = airsScanner({ ...options(server), ...limits, breaker: false });
    const scans = prompts(3).map((request) => scanner.scan(request));
    const [first, second, third] = await Promise.all(scans);
    expect(first?.error).toMatch(/^No answer within \d+ ms$/);
    expect(second).toMatchObject({ failure: { kind: 'outage' } });
    expect(third).toMatchObject({
      failure: { kind: 'outage' },
      error: 'Not asked: the scanner is busy and no more may wait: maxWaiting 1 scans',
    });
  });
});

describe('the circuit breaker', () => {
  it('opens after five attempts of an outage, also within one call, and lets nobody wait', async () => {
    const server = await scriptedServer();
    server.otherwise(json(503, {}));
    const scanner = airsScanner(options(server));
    // The answer that was there says more than that nobody was asked again.
    expect((await scanner.scan({ prompt: 'p' })).error).toBe('API error 503');
    expect(server.requests).toHaveLength(5);
    const refused = await scanner.scan({ prompt: 'p' });
    expect(refused).toMatchObject({ error: OPEN, failure: { kind: 'outage' } });
    expect(server.requests).toHaveLength(5);
  });

  it('is shared by the scanners of one endpoint and key, and by no other', async () => {
    const server = await scriptedServer();
    server.otherwise(json(503, {}));
    await airsScanner(options(server)).scan({ prompt: 'p' });
    expect((await airsScanner(options(server)).scan({ prompt: 'p' })).error).toBe(OPEN);
    server.otherwise(json(200, ALLOWED));
    const other = airsScanner(options(server, `${API_KEY}-2`));
    expect((await other.scan({ prompt: 'p' })).action).toBe('allow');
    const without = airsScanner({ ...options(server), breaker: false });
    expect((await without.scan({ prompt: 'p' })).action).toBe('allow');
  });

  it('counts what was given up because it took too long, and not what the user left', async () => {
    const server = await scriptedServer();
    server.otherwise(silence);
    const scanner = airsScanner({ ...options(server), breaker: { failures: 2 } });
    const abort = async (reason: Error): Promise<void> => {
      const controller = new AbortController();
      const before = server.requests.length;
      const scan = rejection(scanner.scan({ prompt: 'p' }, { signal: controller.signal }));
      await server.received(before + 1);
      controller.abort(reason);
      expect(await scan).toBe(reason);
    };
    for (let count = 0; count < 3; count += 1) await abort(new Error('the user left'));
    await abort(new DOMException('Not done within 2000 ms', 'TimeoutError'));
    await abort(new DOMException('Not done within 2000 ms', 'TimeoutError'));
    expect((await scanner.scan({ prompt: 'p' })).error).toBe(OPEN);
  });

  it('does not open for content, permissions or 429, nor while answers come between', async () => {
    const server = await scriptedServer();
    const scanner = airsScanner({ ...options(server), numRetries: 0, breaker: { failures: 2 } });
    for (const status of [413, 401, 403, 400, 429, 429, 429]) {
      server.script(json(status, {}));
      expect((await scanner.scan({ prompt: 'p' })).error).toMatch(/^API error/);
    }
    const large = 'x'.repeat(3_000_000);
    for (let count = 0; count < 5; count += 1) await scanner.scan({ prompt: large });
    server.script(json(503, {}), json(200, ALLOWED), json(503, {}), json(200, ALLOWED));
    const actions = [];
    for (const request of prompts(4)) actions.push((await scanner.scan(request)).action);
    expect(actions).toEqual(['warn', 'allow', 'warn', 'allow']);
  });

  it('tries the service again with one attempt after the cooldown', async () => {
    const server = await scriptedServer(json(503, {}));
    server.otherwise(json(200, ALLOWED));
    const breaker = { failures: 1, cooldownMs: 60 };
    const scanner = airsScanner({ ...options(server), numRetries: 0, breaker });
    await scanner.scan({ prompt: 'p' });
    expect((await scanner.scan({ prompt: 'p' })).error).toBe(OPEN);
    await vi.waitFor(async () => expect((await scanner.scan({ prompt: 'p' })).action).toBe('allow'));
    expect(server.requests).toHaveLength(2);
  });

  it('names no key in what it says', async () => {
    const server = await scriptedServer();
    server.otherwise(json(503, {}));
    const scanner = airsScanner(options(server));
    const results = [await scanner.scan({ prompt: 'p' }), await scanner.scan({ prompt: 'p' })];
    const printed = everythingPrintable(results) + everythingPrintable(scanner);
    expect(printed).not.toContain(API_KEY);
    expect(printed).not.toContain(createHash('sha256').update(API_KEY).digest('hex'));
  });
});

describe('rates', () => {
  it('stay below rateLimit, for all scanners of one endpoint and key', async () => {
    const server = await scriptedServer();
    const times: number[] = [];
    server.otherwise((request, response) => {
      times.push(performance.now());
      json(200, ALLOWED)(request, response);
    });
    const rateLimit = { requests: 4, perMs: 300 };
    const scanners = [1, 2].map(() => airsScanner({ ...options(server), rateLimit }));
    const scans = prompts(12).map((request, index) => scanners[index % 2]?.scan(request));
    expect((await Promise.all(scans)).map((result) => result?.action)).toEqual(Array(12).fill('allow'));
    // Twelve in groups of four: two windows lie between the first and the last.
    expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeGreaterThan(550);
    expect(times).toHaveLength(12);
  });

  it('fail a scan at once whose turn would come too late, as with 429', async () => {
    const server = await scriptedServer();
    server.otherwise(json(200, ALLOWED));
    const rateLimit = { requests: 1, perMs: 3_600_000 };
    const scanner = airsScanner({ ...options(server), rateLimit });
    expect((await scanner.scan({ prompt: 'p' })).action).toBe('allow');
    expect(await scanner.scan({ prompt: 'p' })).toMatchObject({
      failure: { kind: 'outage', statusCode: 429 },
      error: /^No turn within \d+ ms by the client's own rateLimit$/,
    });
    expect(server.requests).toHaveLength(1);
  });

  it('a wait that the service asks for and that the scan has no time for is not begun', async () => {
    const server = await scriptedServer(
      json(429, { error: { retry_after: { interval: 5, unit: 'minute' } } }),
    );
    const result = await airsScanner(options(server)).scan({ prompt: 'p' });
    expect(result).toMatchObject({ failure: { kind: 'outage', statusCode: 429 } });
    expect(result.latencyMs).toBeLessThan(5_000);
  });

  it('Retry-After: 0 is no busy loop', async () => {
    const server = await scriptedServer();
    server.otherwise(text(429, '', { 'retry-after': '0' }));
    const scanner = airsScanner({ ...options(server), numRetries: 3 });
    const started = performance.now();
    await scanner.scan({ prompt: 'p' });
    expect(server.requests).toHaveLength(4);
    expect(performance.now() - started).toBeGreaterThan(690);
  });
});

describe('options', () => {
  it.each([
    [{ concurrency: 0 }, 'concurrency'],
    [{ maxWaiting: -1 }, 'maxWaiting'],
    [{ breaker: true }, 'breaker'],
    [{ breaker: { failures: 0 } }, 'breaker.failures'],
    [{ breaker: { cooldown: 1 } }, 'cooldown'],
    [{ rateLimit: { requests: 1 } }, 'rateLimit.perMs'],
    [{ rateLimit: { requests: 0, perMs: 1 } }, 'rateLimit.requests'],
  ])('refuses %o', (given, field) => {
    expect(() => Reflect.apply(airsScanner, undefined, [given])).toThrow(
      expect.objectContaining({
        kind: 'config',
        message: expect.stringContaining(field.split('.')[0] ?? ''),
      }),
    );
  });

  it('are those of the client where one is given', () => {
    const client = { syncScan: () => Promise.resolve(ALLOWED) };
    expect(() => airsScanner({ client, concurrency: 1 })).toThrow('concurrency: has no effect beside client');
  });
});
