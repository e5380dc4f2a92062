import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { localScanner } from '../../src/local/index.js';
import type { ContentScanner, ScanRequest, ScanResult } from '../../src/scan/index.js';
import { type CachedScannerOptions, cachedScanner } from '../../src/scanners/cached.js';
import type { ScanStore } from '../../src/scanners/scan-store.js';
import { type FakeVerdict, fakeScanner } from '../../src/testing/index.js';
import { rejection } from '../guard/support.js';
import { runs } from '../support/extent.js';
import { anyResult } from './verdicts.js';

const SECRET = ['a', 'secret', 'of', 'the', 'fleet'].join('-');
const FAILED: FakeVerdict = { action: 'warn', severity: 'LOW', categories: ['api_error'], error: 'down' };
const BLOCK: FakeVerdict = { action: 'block', promptDetected: { injection: true } };

const text = fc.string({ unit: 'grapheme', maxLength: 8 });
const request: fc.Arbitrary<ScanRequest> = fc.record(
  { prompt: text, response: text, context: text, codePrompt: text, profileName: text, profileId: text },
  { requiredKeys: [] },
);

/** A scanner that answers when told to, and the number of its calls. */
function manual() {
  const calls: {
    readonly signal: AbortSignal | undefined;
    answer(result?: Partial<ScanResult>): Promise<void>;
  }[] = [];
  const scanner: ContentScanner = {
    name: 'manual',
    scan: (asked, options) =>
      new Promise((resolve) => {
        calls.push({
          signal: options?.signal,
          answer: async (given = {}) => resolve({ ...(await fakeScanner().scan(asked)), ...given }),
        });
      }),
  };
  return { scanner, calls };
}

/** Lets everything that is ready run; what waits for a scanner keeps waiting. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}

/** How often a scanner is asked for a request that is scanned twice. */
async function scansOfTwo(verdicts: FakeVerdict, options: CachedScannerOptions): Promise<number> {
  const inner = fakeScanner({ verdicts });
  const scanner = cachedScanner(inner, options);
  const results = [await scanner.scan({ prompt: 'p' }), await scanner.scan({ prompt: 'p' })];
  for (const result of results) expect(result.action).toBe(verdicts.action ?? 'allow');
  return inner.requests.length;
}

describe('cachedScanner', () => {
  test('cached answers equal uncached ones but for ids, latency and source', async () => {
    await fc.assert(
      fc.asyncProperty(anyResult, async (result) => {
        let calls = 0;
        const scan = async (): Promise<ScanResult> => {
          calls += 1;
          return structuredClone(result);
        };
        const scanner = cachedScanner({ name: 'fixed', scan });
        const first = await scanner.scan({ prompt: 'p', sessionId: 's1' });
        const second = await scanner.scan({ prompt: 'p', sessionId: 's2', trId: 't2' });
        const kept = calls === 1;
        expect(kept).toBe(result.degraded !== true && result.error === undefined);
        expect(first).toEqual({ ...result, sessionId: 's1' });
        const { latencyMs } = second;
        expect(second).toEqual({
          ...result,
          sessionId: 's2',
          trId: 't2',
          ...(kept && { latencyMs, source: 'cache' }),
        });
      }),
    );
  });

  test('two requests share an answer exactly when they ask the same', async () => {
    await fc.assert(
      fc.asyncProperty(request, request, async (one, other) => {
        const inner = fakeScanner();
        const scanner = cachedScanner(inner);
        await scanner.scan({ ...one, sessionId: 's', appUser: 'u', userIp: '10.0.0.1' });
        await scanner.scan({ ...one, trId: 't' });
        expect(inner.requests).toHaveLength(1);
        await scanner.scan(other);
        const sorted = (asked: ScanRequest): string => JSON.stringify(Object.entries(asked).sort());
        expect(inner.requests).toHaveLength(sorted(one) === sorted(other) ? 1 : 2);
      }),
    );
  });

  test.each<[ScanRequest, ScanRequest]>([
    [
      { prompt: 'a', response: 'b' },
      { prompt: 'b', response: 'a' },
    ],
    [
      { context: '1sprompts2', prompt: '3' },
      { context: '1', prompt: '2sprompts3' },
    ],
    [{ prompt: 'a' }, { codePrompt: 'a' }],
    ...(['prompt', 'response', 'context', 'codePrompt', 'codeResponse'] as const).map(
      (name): [ScanRequest, ScanRequest] => [{ [name]: 'a' }, { [name]: 'b' }],
    ),
    [{ prompt: 'a\ud800' }, { prompt: 'a\ud801' }],
    [
      { prompt: 'a', profileName: 'x' },
      { prompt: 'a', profileId: 'x' },
    ],
    [
      { prompt: 'a', aiModel: 'x' },
      { prompt: 'a', aiModel: 'y' },
    ],
    [tool('x', { input: 'a' }), tool('x', { output: 'a' })],
    [tool('x', { input: 'a' }), tool('y', { input: 'a' })],
  ])('requests that differ are two scans: %#', async (one, other) => {
    const inner = fakeScanner();
    const scanner = cachedScanner(inner);
    for (const asked of [one, other, one, other]) await scanner.scan(asked);
    expect(inner.requests).toHaveLength(2);
  });

  test('neither keys nor values hold what was scanned, nor who asked', async () => {
    const engine = localScanner();
    await fc.assert(
      fc.asyncProperty(fc.string({ minLength: 12, maxLength: 40 }), async (content) => {
        const store = new Map<string, unknown>();
        const card = ['4111', '1111', '1111', '1111'].join(' ');
        const asked = {
          prompt: `${content} ${card}`,
          response: content,
          sessionId: `s-${content}`,
          appUser: content,
        };
        await cachedScanner(engine, { store }).scan(asked);
        expect(store.size).toBe(1);
        for (const kept of [...store].flat().map(String)) {
          expect(kept).not.toContain(content);
          expect(kept).not.toContain(card);
          expect(kept).not.toContain('sessionId');
        }
      }),
      { numRuns: runs(50) },
    );
  });

  test('a key cannot be computed without the secret, and processes with the secret share answers', async () => {
    const store = new Map<string, unknown>();
    const one = fakeScanner();
    const same = fakeScanner();
    const stranger = fakeScanner();
    await cachedScanner(one, { store, secret: SECRET }).scan({ prompt: 'yes' });
    const result = await cachedScanner(same, { store, secret: SECRET }).scan({ prompt: 'yes' });
    expect(result.source).toBe('cache');
    await cachedScanner(stranger, { store }).scan({ prompt: 'yes' });
    expect([one, same, stranger].map(({ requests }) => requests.length)).toEqual([1, 0, 1]);
    expect(store.size).toBe(2);
  });

  test('equal scans at the same time are one call, each with its own ids', async () => {
    const { scanner: inner, calls } = manual();
    const scanner = cachedScanner(inner);
    const scans = ['a', 'b', undefined].map((sessionId) =>
      scanner.scan({ prompt: 'p', ...(sessionId !== undefined && { sessionId }) }),
    );
    await until(() => calls.length > 0);
    await calls[0]?.answer();
    const results = await Promise.all(scans);
    expect(calls).toHaveLength(1);
    expect(results.map((result) => result.sessionId)).toEqual(['a', 'b', undefined]);
  });

  test('one caller that aborts does not abort the others; the last one does', async () => {
    const { scanner: inner, calls } = manual();
    const scanner = cachedScanner(inner);
    const [first, second] = [new AbortController(), new AbortController()];
    const listens = [first, second].map(({ signal }) => vi.spyOn(signal, 'addEventListener'));
    const left = rejection(scanner.scan({ prompt: 'p' }, { signal: first.signal }));
    const stays = scanner.scan({ prompt: 'p' }, { signal: second.signal });
    // Each listens a first time for its key and a second time for the shared call.
    await until(() => calls.length > 0 && listens.every(({ mock }) => mock.calls.length === 2));
    const reason = new Error('user left');
    first.abort(reason);
    expect(await left).toBe(reason);
    expect(calls[0]?.signal?.aborted).toBe(false);
    await calls[0]?.answer();
    expect((await stays).action).toBe('allow');
    expect(calls).toHaveLength(1);
  });

  test('a call that everybody left is aborted, and nobody joins it', async () => {
    const { scanner: inner, calls } = manual();
    const scanner = cachedScanner(inner);
    const controllers = [new AbortController(), new AbortController()];
    const scans = controllers.map(({ signal }) => rejection(scanner.scan({ prompt: 'p' }, { signal })));
    await until(() => calls.length > 0);
    for (const controller of controllers) controller.abort(new Error('left'));
    await Promise.all(scans);
    expect(calls[0]?.signal?.aborted).toBe(true);
    const late = scanner.scan({ prompt: 'p' });
    await until(() => calls.length > 1);
    await calls[1]?.answer({ action: 'block' });
    await calls[0]?.answer();
    expect((await late).action).toBe('block');
  });

  test('an answer is used until its time is over, and the least used goes first', async () => {
    let time = 1000;
    const inner = fakeScanner();
    const scanner = cachedScanner(inner, { ttlMs: 100, maxEntries: 2, now: () => time });
    const scans = async (...prompts: string[]): Promise<number> => {
      const before = inner.requests.length;
      for (const prompt of prompts) await scanner.scan({ prompt });
      return inner.requests.length - before;
    };
    expect(await scans('a', 'b', 'a', 'c', 'a', 'c')).toBe(3);
    expect(await scans('b')).toBe(1);
    time = 1099;
    expect(await scans('b')).toBe(0);
    time = 1100;
    expect(await scans('b')).toBe(1);
    // A clock that was set back does not make entries last longer.
    time = 500;
    expect(await scans('b')).toBe(1);
  });

  test('failed and degraded answers are not kept', async () => {
    const store = new Map<string, unknown>();
    expect(await scansOfTwo(FAILED, { store })).toBe(2);
    expect(await scansOfTwo({ degraded: true, action: 'warn' }, { store })).toBe(2);
    expect(store.size).toBe(0);
    expect(await scansOfTwo(BLOCK, { store })).toBe(1);
  });

  const broken = (): never => {
    throw new Error('store is down');
  };
  const rejects = (): Promise<never> => Promise.reject(new Error('store is down'));
  const hangs = (): Promise<never> => new Promise(() => undefined);
  test.each([broken, rejects, hangs])('a store that %o means a scan', async (fault) => {
    for (const name of ['get', 'set'] as const) {
      const working: ScanStore = new Map<string, unknown>();
      const store = {
        get: (key: string) => working.get(key),
        set: (key: string, value: string) => working.set(key, value, 0),
        delete: fault,
        [name]: fault,
      };
      expect(await scansOfTwo(BLOCK, { store, storeTimeoutMs: 1 })).toBe(2);
    }
  });

  test('what comes back from a store counts only as it was written, under its own key', async () => {
    const allowed = new Map<string, string>();
    const options = { secret: SECRET };
    await cachedScanner(fakeScanner(), { ...options, store: allowed }).scan({ prompt: 'harmless' });
    const [entry = ''] = allowed.values();
    const result = JSON.parse(entry.slice(entry.indexOf('{'))).verdict;
    const forged = [
      entry,
      entry.replace('SAFE', 'LOW'),
      result,
      JSON.stringify(result),
      { action: 'allow' },
      '',
      'x',
      1,
      null,
      true,
      [],
    ];
    for (const value of forged) {
      const store = { get: () => value, set: () => undefined, delete: () => undefined };
      expect(await scansOfTwo(BLOCK, { ...options, store })).toBe(2);
    }
  });

  test('what is scanned is what the key was made from', async () => {
    const inner = fakeScanner();
    const scanner = cachedScanner(inner);
    const asked = { prompt: 'harmless' };
    const scan = scanner.scan(asked);
    asked.prompt = 'attack';
    await scan;
    expect(inner.requests).toEqual([{ prompt: 'harmless' }]);
  });

  test('a verdict that one caller spoils is not that of the others', async () => {
    const scanner = cachedScanner(fakeScanner({ verdicts: BLOCK }));
    const spoils = scanner.scan({ prompt: 'p' }).then((result) => {
      result.categories.length = 0;
      Object.assign(result.promptDetected, { injection: false });
    });
    const [, other] = await Promise.all([spoils, scanner.scan({ prompt: 'p' })]);
    expect(other).toMatchObject({ categories: ['prompt_injection'], promptDetected: { injection: true } });
  });

  test('a verdict that a caller spoils is not the one that is kept', async () => {
    const scanner = cachedScanner(fakeScanner({ verdicts: BLOCK }));
    for (let round = 0; round < 3; round += 1) {
      const result = await scanner.scan({ prompt: 'p' });
      expect(result).toMatchObject({ action: 'block', categories: ['prompt_injection'] });
      result.categories.length = 0;
      Object.assign(result.promptDetected, { injection: false });
    }
  });

  test.each([
    [{ ttl: 5 }, 'options.ttl is not known'],
    [{ ttlMs: 0 }, 'ttlMs must be a whole number from 1 to 2147483647'],
    [{ maxEntries: 1.5 }, 'maxEntries must be a whole number from 1 to 1000000'],
    [{ secret: 'short' }, 'secret must be at least 16 characters'],
    [{ store: {} }, 'store must have get, set and delete'],
    [{ store: new Map(), maxEntries: 5 }, 'maxEntries has no effect beside store'],
    [{ now: 5 }, 'now must be a function'],
  ])('refuses %o', (options, message) => {
    expect(() => Reflect.apply(cachedScanner, undefined, [fakeScanner(), options])).toThrow(message);
  });

  test('has a name', () => {
    expect(cachedScanner(fakeScanner({ name: 'airs' })).name).toBe('cached(airs)');
  });
});

function tool(name: string, texts: { readonly input?: string; readonly output?: string }): ScanRequest {
  const metadata = { ecosystem: 'mcp', method: 'tools/call', server_name: 's', tool_invoked: name };
  return { toolEvent: { metadata, ...texts } };
}
