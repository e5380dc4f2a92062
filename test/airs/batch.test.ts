import { describe, expect, it, vi } from 'vitest';
import { createBatchPoller, type PollerOptions } from '../../src/airs/batch-poller.js';
import {
  AirsError,
  type BatchCheckpoint,
  type BatchCheckpointStore,
  type BatchItem,
  type BatchProgress,
  type ScanBatchOptions,
  type ScanIdResult,
  scanBatch,
} from '../../src/airs/index.js';
import type { ScanRequest } from '../../src/scan/index.js';
import {
  ALLOWED,
  API_KEY,
  BEARER,
  clientOf,
  rejection,
  SCAN_ID,
  withoutBackoff,
  withoutEnvironment,
} from '../support/airs.js';
import { type AsyncService, asyncService, scanIdOf } from '../support/async-service.js';
import { json, type Responder, reset, silence, text } from '../support/scripted-server.js';

withoutEnvironment();
withoutBackoff();

const requestsOf = (count: number): ScanRequest[] =>
  Array.from({ length: count }, (_, index) => ({
    prompt: index % 4 === 3 ? `bad ${index}` : `text ${index}`,
  }));
const optionsOf = (service: AsyncService, more: ScanBatchOptions = {}): ScanBatchOptions => ({
  client: clientOf(service.server),
  poll: { intervalMs: 1 },
  rateLimit: { requests: 100_000, perMs: 1000 },
  ...more,
});

async function collect(items: AsyncIterable<BatchItem>): Promise<BatchItem[]> {
  const list: BatchItem[] = [];
  for await (const item of items) list.push(item);
  return list;
}
const indexes = (items: readonly BatchItem[]) => items.map(({ index }) => index);
const errorsOf = (items: readonly BatchItem[]) => items.map(({ result }) => result.error);
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);

describe('scanBatch', () => {
  it.each([0, 1, 5, 6, 23])('gives %i items in input order, five to a submission', async (count) => {
    const service = await asyncService();
    const requests = requestsOf(count);
    const items = await collect(scanBatch(requests, optionsOf(service)));
    expect(indexes(items)).toEqual(upTo(count));
    items.forEach(({ index, request, result }) => {
      expect(request).toBe(requests[index]);
      expect(result).toMatchObject({
        action: index % 4 === 3 ? 'block' : 'allow',
        scanId: scanIdOf(index - (index % 5)),
        latencyMs: 1250,
        profileName: 'default',
      });
    });
    expect(service.submissions.map((ids) => ids.length)).toEqual([
      ...Array(Math.floor(count / 5)).fill(5),
      ...(count % 5 > 0 ? [count % 5] : []),
    ]);
    expect(service.submissions.flat()).toEqual(upTo(count).map((index) => index + 1));
    for (const ids of service.resultQueries) expect(ids.length).toBeLessThanOrEqual(5);
  });

  it.each([
    ['concurency', { concurency: 2 }],
    ['poll.interval', { poll: { interval: 5 } }],
    ['rateLimit.perMinute', { rateLimit: { requests: 1, perMs: 1, perMinute: 10 } }],
    ['concurrency', { concurrency: 0 }],
    ['poll.timeoutMs', { poll: { timeoutMs: 1.5 } }],
  ])('names the option that is wrong: %s', async (field, options) => {
    const service = await asyncService();
    const run = collect(scanBatch(requestsOf(1), optionsOf(service, options as ScanBatchOptions)));
    expect(await rejection(run)).toMatchObject({ kind: 'input', field });
    expect(service.submissions).toEqual([]);
  });

  it('waits for rows that are pending, in any order of scans', async () => {
    const service = await asyncService();
    service.isPending = (scanId, query) => query < 9 - Number(scanId.slice(-2));
    const items = await collect(scanBatch(requestsOf(12), optionsOf(service)));
    expect(indexes(items)).toEqual(upTo(12));
    expect(errorsOf(items)).toEqual(Array(12).fill(undefined));
    expect(service.submissions).toHaveLength(3);
  });

  it('takes rows of one scan that come at different times, and ignores those of others', async () => {
    const service = await asyncService();
    const row = (reqId: number, scanId = scanIdOf(0)) => ({
      req_id: reqId,
      scan_id: scanId,
      result: ALLOWED,
    });
    const answers: object[][] = [
      [row(2), row(77), row(1, SCAN_ID), { req_id: null, scan_id: null }],
      [],
      [{ ...row(1), scan_id: null, result: { ...ALLOWED, scan_id: scanIdOf(0) } }],
    ];
    service.onResults = (index) => json(200, answers[index]);
    const items = await collect(scanBatch(requestsOf(2), optionsOf(service)));
    expect(errorsOf(items)).toEqual([undefined, undefined]);
    expect(service.resultQueries).toHaveLength(3);
  });

  it('reads async input no further ahead than it has batches under way', async () => {
    const service = await asyncService();
    service.isPending = () => true;
    let read = 0;
    const input = async function* () {
      for (const request of requestsOf(100)) {
        read++;
        yield request;
      }
    };
    const controller = new AbortController();
    const run = rejection(
      collect(scanBatch(input(), optionsOf(service, { concurrency: 2, signal: controller.signal }))),
    );
    await service.server.received(6);
    controller.abort();
    await run;
    expect(service.submissions).toHaveLength(2);
    expect(read).toBe(11);
  });

  it('hands out what is there while the input is slow, and aborts while it is stuck', async () => {
    const reason = new Error('the user left');
    const service = await asyncService();
    let close = (): void => undefined;
    const input = async function* () {
      yield* requestsOf(5);
      yield { prompt: 'text 5' };
      await new Promise<void>((resolve) => {
        close = resolve;
      });
    };
    const items = scanBatch(input(), optionsOf(service));
    for (const index of upTo(5)) expect((await items.next()).value).toMatchObject({ index });
    const rest = items.next();
    close();
    expect((await rest).value).toMatchObject({ index: 5 });
    const controller = new AbortController();
    const stuck = async function* () {
      yield* requestsOf(2);
      await new Promise(() => controller.abort(reason));
    };
    const run = collect(scanBatch(stuck(), optionsOf(service, { signal: controller.signal })));
    expect(await rejection(run)).toBe(reason);
  });

  it('sends profile, ids and metadata of each request', async () => {
    const service = await asyncService();
    vi.stubEnv('PANW_AI_PROFILE_NAME', 'of-environment');
    const requests: ScanRequest[] = [
      { prompt: 'p', response: '', trId: 't', sessionId: 's', appName: 'app', profileName: 'own' },
      { prompt: 'p' },
    ];
    const items = await collect(scanBatch(requests, optionsOf(service)));
    await collect(scanBatch(requests, optionsOf(service, { profileId: SCAN_ID, profileName: 'n' })));
    const [first, second] = service.server.requests
      .filter(({ method }) => method === 'POST')
      .map(({ body }) => JSON.parse(String(body)));
    expect(first).toEqual([
      {
        req_id: 1,
        scan_req: {
          tr_id: 't',
          session_id: 's',
          transaction_id: 't',
          ai_profile: { profile_name: 'own' },
          metadata: { app_name: 'app' },
          contents: [{ prompt: 'p' }],
        },
      },
      {
        req_id: 2,
        scan_req: { ai_profile: { profile_name: 'of-environment' }, contents: [{ prompt: 'p' }] },
      },
    ]);
    expect(second.map((object: { scan_req: { ai_profile: object } }) => object.scan_req.ai_profile)).toEqual([
      { profile_name: 'own' },
      { profile_id: SCAN_ID },
    ]);
    expect(items.map(({ result }) => [result.profileName, result.trId])).toEqual([
      ['own', 't'],
      ['of-environment', undefined],
    ]);
  });

  it.each([
    [
      '400',
      json(400, { error: { message: 'No default AI profile available' } }),
      'API error 400: No default AI profile available',
    ],
    ['503', json(503, {}), 'API error 503'],
    ['a reset', reset, /^Network error/],
    ['malformed JSON', text(200, '{'), 'The answer is not valid JSON'],
    ['a receipt without id', json(200, {}), /^The answer does not match/],
  ] as const)('loses only the items of a submission answered by %s', async (_name, responder, message) => {
    const service = await asyncService();
    service.onSubmit = (first) => (first === 5 ? responder : undefined);
    const items = await collect(scanBatch(requestsOf(13), optionsOf(service)));
    expect(indexes(items)).toEqual(upTo(13));
    for (const { index, result } of items) {
      if (index >= 5 && index < 10) {
        expect(result).toMatchObject({
          action: 'warn',
          severity: 'LOW',
          categories: ['api_error'],
          scanId: '',
        });
        expect(result.error).toMatch(message);
      } else expect(result.error).toBeUndefined();
    }
    expect(service.submissions).toHaveLength(3);
  });

  it.each([
    ['an id that is no UUID', 'not-a-uuid'],
    ['the id of another batch', scanIdOf(0)],
  ])('loses only the items of a receipt with %s', async (_name, scanId) => {
    const service = await asyncService();
    service.onSubmit = (first) => {
      if (first !== 5) return undefined;
      return async (request, response) => {
        await vi.waitUntil(() => service.resultQueries.length > 0);
        json(200, { scan_id: scanId })(request, response);
      };
    };
    service.isPending = (_scanId, query) => query < 3;
    const items = await collect(scanBatch(requestsOf(13), optionsOf(service)));
    expect(indexes(items.filter(({ result }) => result.error !== undefined))).toEqual([5, 6, 7, 8, 9]);
  });

  it('does not submit items that are not valid, and fills the batch without them', async () => {
    const service = await asyncService();
    const requests: ScanRequest[] = [
      {},
      { prompt: 'text' },
      { context: 'only' },
      ...requestsOf(4),
      { prompt: 'p', trId: 'x'.repeat(101) },
      { prompt: 'x'.repeat(3_000_000) },
      { prompt: 'p', profileId: 'not-a-uuid' },
      { prompt: 'last' },
    ];
    const items = await collect(scanBatch(requests, optionsOf(service)));
    expect(indexes(items)).toEqual(upTo(requests.length));
    const invalid = indexes(items.filter(({ result }) => result.error !== undefined));
    expect(invalid).toEqual([0, 2, 7, 8, 9]);
    expect(service.submissions).toEqual([[2, 4, 5, 6, 7], [11]]);
    expect(items[7]?.result.error).toContain('tr_id');
  });

  it('sends nothing where no item is valid', async () => {
    const service = await asyncService();
    const items = await collect(scanBatch(Array<ScanRequest>(60).fill({}), optionsOf(service)));
    expect(indexes(items)).toEqual(upTo(60));
    expect(service.server.requests).toHaveLength(0);
  });

  it('splits by size', async () => {
    const service = await asyncService();
    const large = { prompt: 'x'.repeat(2 * 1024 * 1024 - 10), response: 'y' };
    const tooLarge = { ...large, response: large.prompt, codePrompt: large.prompt };
    const items = await collect(
      scanBatch([large, large, large, { prompt: 'small' }, tooLarge, large], optionsOf(service)),
    );
    expect(service.submissions).toEqual([
      [1, 2],
      [3, 4, 6],
    ]);
    expect(items[4]?.result.error).toContain('larger than');
    for (const { body } of service.server.requests) expect(body.length).toBeLessThanOrEqual(5 * 1024 * 1024);
  });

  it('tells its progress', async () => {
    const service = await asyncService();
    service.onSubmit = (first) => (first === 5 ? json(400, {}) : undefined);
    const seen: BatchProgress[] = [];
    await collect(
      scanBatch(
        [...requestsOf(6), {}],
        optionsOf(service, { onProgress: (progress) => seen.push(progress) }),
      ),
    );
    expect(seen.at(-1)).toEqual({ submitted: 6, finished: 7, failed: 2 });
    seen.forEach((progress, place) => {
      const before = seen[place - 1];
      if (before !== undefined) expect(progress.finished).toBeGreaterThanOrEqual(before.finished);
      expect(progress.failed).toBeLessThanOrEqual(progress.finished);
    });
  });

  it.each([
    ['concurrency', { concurrency: 0 }],
    ['poll.intervalMs', { poll: { intervalMs: 0 } }],
    ['poll.timeoutMs', { poll: { timeoutMs: 1.5 } }],
    ['rateLimit.requests', { rateLimit: { requests: 0, perMs: 1 } }],
    ['rateLimit.perMs', { rateLimit: { requests: 1, perMs: Number.NaN } }],
  ])('refuses a bad %s before it reads the input', async (field, options) => {
    const service = await asyncService();
    const input = vi.fn(function* (): Generator<ScanRequest> {
      yield { prompt: 'p' };
    });
    const error = await rejection(collect(scanBatch(input(), optionsOf(service, options))));
    expect(error).toMatchObject({ kind: 'input', field });
    expect(service.server.requests).toHaveLength(0);
  });

  it('fails its items without credentials', async () => {
    const items = await collect(scanBatch([{ prompt: 'p' }]));
    expect(errorsOf(items)).toEqual(['PANW_AI_SEC_API_KEY not set']);
  });

  it('keeps content and key out of failures', async () => {
    const service = await asyncService();
    service.onSubmit = () => (request, response) => response.writeHead(400).end(request.body);
    const items = await collect(scanBatch([{ prompt: `secret words ${BEARER}` }], optionsOf(service)));
    expect(JSON.stringify(items.map(({ result }) => result))).not.toMatch(
      /secret words|test-bearer|test-api/,
    );
  });
});

describe('reports', () => {
  it('come with the items, correlated by request', async () => {
    const service = await asyncService();
    const items = await collect(scanBatch(requestsOf(12), optionsOf(service, { report: true })));
    for (const { index, report, reportError } of items) {
      expect(report).toMatchObject({ scan_id: scanIdOf(index - (index % 5)), req_id: index + 1 });
      expect(reportError).toBeUndefined();
    }
    for (const ids of service.reportQueries) expect(ids.length).toBeLessThanOrEqual(5);
  });

  it('are not asked for otherwise', async () => {
    const service = await asyncService();
    const items = await collect(scanBatch(requestsOf(2), optionsOf(service)));
    expect(service.reportQueries).toHaveLength(0);
    for (const item of items) expect(item).not.toHaveProperty('report');
  });

  it.each([404, 400, 503])('are waited for while the service answers %i', async (status) => {
    const service = await asyncService();
    service.onReports = (index) => (index < 3 ? json(status, {}) : undefined);
    const items = await collect(scanBatch(requestsOf(6), optionsOf(service, { report: true })));
    expect(items.every(({ report }) => report !== undefined)).toBe(true);
  });

  it('that come for other requests do not count', async () => {
    const service = await asyncService();
    const foreign = [8, 9].map((reqId) => ({
      scan_id: scanIdOf(0),
      report_id: `R${scanIdOf(0)}`,
      req_id: reqId,
    }));
    service.onReports = (index) => (index < 2 ? json(200, foreign) : undefined);
    const items = await collect(scanBatch(requestsOf(2), optionsOf(service, { report: true })));
    expect(items.map(({ report }) => report?.req_id)).toEqual([1, 2]);
  });

  it('that fail leave the verdicts', async () => {
    const service = await asyncService();
    service.onReports = () => json(403, { error: { message: 'Invalid API Key' } });
    const items = await collect(scanBatch(requestsOf(6), optionsOf(service, { report: true })));
    for (const { result, reportError } of items) {
      expect(result.error).toBeUndefined();
      expect(reportError).toBe('API error 403: Invalid API Key');
    }
  });

  it('that do not come in time leave the verdicts', async () => {
    const service = await asyncService();
    service.onReports = () => json(200, []);
    const options = { report: true, poll: { intervalMs: 1, timeoutMs: 500 } };
    const items = await collect(scanBatch(requestsOf(1), optionsOf(service, options)));
    expect(items[0]).toMatchObject({ result: { action: 'allow' }, reportError: 'No report within 500 ms' });
  });
});

describe('polling', () => {
  it.each<[string, ReturnType<typeof json>]>([
    ['400', json(400, { error: { message: 'Invalid scan ID' } })],
    ['404', json(404, {})],
    ['no rows', json(200, [])],
    ['503', json(503, {})],
    ['a reset', reset],
  ])('goes on while ids are answered by %s', async (_name, responder) => {
    const service = await asyncService();
    service.onResults = (index) => (index < 4 ? responder : undefined);
    const items = await collect(scanBatch(requestsOf(7), optionsOf(service)));
    expect(errorsOf(items)).toEqual(Array(7).fill(undefined));
    expect(service.submissions).toHaveLength(2);
  });

  it('asks for an id alone where it spoils the answer for others', async () => {
    const service = await asyncService();
    const spoilt = scanIdOf(5);
    service.onResults = (_index, ids) => (ids.includes(spoilt) ? json(200, [{ req_id: 'x' }]) : undefined);
    const items = await collect(scanBatch(requestsOf(13), optionsOf(service)));
    expect(indexes(items.filter(({ result }) => result.error !== undefined))).toEqual([5, 6, 7, 8, 9]);
    expect(service.resultQueries).toContainEqual([spoilt]);
  });

  it('ends with an error that will not go away', async () => {
    const service = await asyncService();
    service.onResults = () => json(401, { error: { message: 'Not Authenticated' } });
    const items = await collect(scanBatch(requestsOf(7), optionsOf(service)));
    expect(errorsOf(items)).toEqual(Array(7).fill('API error 401: Not Authenticated'));
    expect(service.resultQueries.length).toBeLessThanOrEqual(3);
  });

  it('gives up a batch that does not complete, and keeps what it has', async () => {
    const service = await asyncService();
    service.isPending = (scanId) => scanId === scanIdOf(0);
    const items = await collect(
      scanBatch(requestsOf(7), optionsOf(service, { poll: { intervalMs: 1, timeoutMs: 500 } })),
    );
    expect(errorsOf(items)).toEqual([
      ...Array(5).fill(`Scan ${scanIdOf(0)} not complete within 500 ms`),
      undefined,
      undefined,
    ]);
  });

  it('takes its turn at the rate limit', async () => {
    const service = await asyncService();
    service.isPending = (_scanId, query) => query < 2;
    const waits: number[] = [];
    const original = globalThis.setTimeout;
    vi.spyOn(globalThis, 'setTimeout').mockImplementation(((run: () => void, delay = 0) => {
      // The limiter's waits are the long ones; they pass at once, and with them the clock.
      if (delay > 15_001) waits.push(delay);
      return original(run, delay > 15_001 ? 0 : delay);
    }) as typeof setTimeout);
    let time = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => {
      const skipped = waits.reduce((sum, delay) => sum + delay, 0);
      time += 0.001;
      return time + skipped;
    });
    const items = await collect(
      scanBatch(requestsOf(1), optionsOf(service, { rateLimit: { requests: 1, perMs: 30_000 } })),
    );
    expect(items).toHaveLength(1);
    expect(service.resultQueries).toHaveLength(3);
    expect(waits).toHaveLength(2);
  });

  describe('with a clock of its own', () => {
    const started = (answers: (query: number) => ScanIdResult[], options: Partial<PollerOptions> = {}) => {
      const times: number[] = [];
      const clock = {
        time: 0,
        now: () => clock.time,
        wait: async (milliseconds: number) => {
          clock.time += milliseconds;
        },
      };
      const poller = createBatchPoller({
        client: {
          queryByScanIds: async () => {
            times.push(clock.time);
            return answers(times.length - 1);
          },
          queryByReportIds: () => Promise.reject(new Error('not asked for')),
        },
        acquire: () => Promise.resolve(),
        intervalMs: 2000,
        timeoutMs: 600_000,
        report: false,
        signal: new AbortController().signal,
        clock,
        ...options,
      });
      return { poller, times };
    };
    const limited = () =>
      new AirsError('http', 'API error 429', { statusCode: 429, retryable: true, retryAfterMs: 300_000 });
    const done: ScanIdResult[] = [{ req_id: 1, scan_id: SCAN_ID, result: ALLOWED }];

    it('waits as long as the service asks', async () => {
      const { poller, times } = started((query) => {
        if (query === 0) throw limited();
        return done;
      });
      const outcome = await poller.watch(SCAN_ID, undefined, [1]);
      expect(outcome.responses.size).toBe(1);
      expect(times).toHaveLength(2);
      expect(times[1]).toBeGreaterThanOrEqual(302_000);
      expect(times[1]).toBeLessThan(306_000);
    });

    it('gives up in time although the service asks to wait longer', async () => {
      const { poller, times } = started(
        () => {
          throw limited();
        },
        { timeoutMs: 60_000 },
      );
      expect((await poller.watch(SCAN_ID, undefined, [1])).problem).toContain('not complete within 60000 ms');
      expect(times).toHaveLength(1);
    });

    it('leaves retries to its rounds, as retries of the client would pass by the rate limit', async () => {
      const seen: unknown[] = [];
      const queryByScanIds: PollerOptions['client']['queryByScanIds'] = async (_ids, options) => {
        seen.push(options?.numRetries);
        return done;
      };
      const client = { queryByScanIds, queryByReportIds: () => Promise.resolve([]) };
      await started(() => done, { client }).poller.watch(SCAN_ID, undefined, [1]);
      expect(seen).toEqual([0]);
    });

    it('asks once an interval', async () => {
      const { poller, times } = started((query) => (query < 3 ? [] : done));
      await poller.watch(SCAN_ID, undefined, [1]);
      expect(times).toEqual([2000, 4000, 6000, 8000]);
    });
  });
});

describe('leaving a run', () => {
  const reason = new Error('the user left');

  it('before it begins sends nothing', async () => {
    const service = await asyncService();
    const run = scanBatch(requestsOf(7), optionsOf(service, { signal: AbortSignal.abort(reason) }));
    expect(await rejection(collect(run))).toBe(reason);
    expect(service.server.requests).toHaveLength(0);
  });

  it('by abort between polls clears the timer', async () => {
    const service = await asyncService();
    const controller = new AbortController();
    const set = vi.spyOn(globalThis, 'setTimeout');
    const cleared = vi.spyOn(globalThis, 'clearTimeout');
    const removed = vi.spyOn(controller.signal, 'removeEventListener');
    const options = optionsOf(service, { signal: controller.signal, poll: { intervalMs: 77_777 } });
    const run = rejection(collect(scanBatch(requestsOf(7), options)));
    const timer = () => set.mock.results[set.mock.calls.findIndex(([, delay]) => delay === 77_777)]?.value;
    await vi.waitUntil(() => timer() !== undefined);
    await service.server.received(2);
    controller.abort(reason);
    expect(await run).toBe(reason);
    expect(cleared).toHaveBeenCalledWith(timer());
    expect(removed).toHaveBeenCalled();
    expect(service.resultQueries).toHaveLength(0);
  });

  it('by abort cuts off the query under way', async () => {
    const service = await asyncService();
    service.onResults = () => silence;
    const controller = new AbortController();
    const run = rejection(
      collect(scanBatch(requestsOf(3), optionsOf(service, { signal: controller.signal }))),
    );
    await service.server.received(2);
    controller.abort(reason);
    expect(await run).toBe(reason);
    await service.server.clientLeft(1);
    expect(service.server.requests).toHaveLength(2);
  });

  it('by abort cuts off the submission under way', async () => {
    const service = await asyncService();
    service.onSubmit = () => silence;
    const controller = new AbortController();
    const run = rejection(
      collect(scanBatch(requestsOf(9), optionsOf(service, { signal: controller.signal }))),
    );
    await service.server.received(2);
    controller.abort(reason);
    expect(await run).toBe(reason);
    await service.server.clientLeft(2);
    expect(service.resultQueries).toHaveLength(0);
  });

  it('by abort gives no further item, not even of a batch that is done', async () => {
    const service = await asyncService();
    const controller = new AbortController();
    const taken: number[] = [];
    const run = async () => {
      for await (const { index } of scanBatch(
        requestsOf(5),
        optionsOf(service, { signal: controller.signal }),
      )) {
        taken.push(index);
        if (index === 1) controller.abort(reason);
      }
    };
    expect(await rejection(run())).toBe(reason);
    expect(taken).toEqual([0, 1]);
  });

  it('by break stops everything before the loop ends', async () => {
    const service = await asyncService();
    service.isPending = (scanId) => scanId !== scanIdOf(0);
    const input = requestsOf(23)[Symbol.iterator]();
    const returned = vi.fn(() => ({ done: true as const, value: undefined }));
    const iterable = { [Symbol.iterator]: () => ({ next: () => input.next(), return: returned }) };
    const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
    const before = timers();
    for await (const { index } of scanBatch(
      iterable,
      optionsOf(service, { concurrency: 3, poll: { intervalMs: 5 } }),
    )) {
      expect(index).toBe(0);
      break;
    }
    const { length } = service.server.requests;
    expect(timers()).toBeLessThanOrEqual(before);
    expect(returned).toHaveBeenCalledOnce();
    // Two whole rounds of something else: a poll still under way would have come between.
    await collect(
      scanBatch(
        requestsOf(1),
        optionsOf(service, { signal: AbortSignal.timeout(10_000), poll: { intervalMs: 20, timeoutMs: 60 } }),
      ),
    );
    const others = service.server.requests.slice(length).filter(({ url }) => url.includes(scanIdOf(5)));
    expect(others).toEqual([]);
  });

  it('by an error in the input passes the error on', async () => {
    const service = await asyncService();
    const broken = new Error('the file ended early');
    const input = function* () {
      yield* requestsOf(3);
      throw broken;
    };
    expect(await rejection(collect(scanBatch(input(), optionsOf(service))))).toBe(broken);
  });
});

describe('a checkpoint', () => {
  const memory = (saved?: string): BatchCheckpointStore & { saved: string | undefined; all: string[] } => ({
    saved,
    all: [],
    load() {
      return this.saved === undefined ? undefined : JSON.parse(this.saved);
    },
    async save(checkpoint: BatchCheckpoint) {
      await Promise.resolve();
      this.saved = JSON.stringify(checkpoint);
      this.all.push(this.saved);
    },
  });
  const reason = new Error('interrupted');
  const read = (store: { saved: string | undefined }) => JSON.parse(store.saved ?? 'null') as BatchCheckpoint;

  /** Takes so many items, then aborts. */
  async function take(
    count: number,
    requests: readonly ScanRequest[],
    options: ScanBatchOptions,
  ): Promise<BatchItem[]> {
    const controller = new AbortController();
    const items: BatchItem[] = [];
    const run = async () => {
      for await (const item of scanBatch(requests, { ...options, signal: controller.signal })) {
        items.push(item);
        if (items.length === count) controller.abort(reason);
      }
    };
    const error = await run().then(
      () => undefined,
      (caught: unknown) => caught,
    );
    if (count > 0) expect(error).toBe(reason);
    return items;
  }

  it.each([1, 4, 5, 6, 12, 22, 23])(
    'resumes after %i items with each item once and each batch submitted once',
    async (count) => {
      const service = await asyncService();
      service.isPending = () => service.submissions.length < 5;
      const checkpoint = memory();
      const requests = requestsOf(23);
      const first = await take(count, requests, optionsOf(service, { checkpoint }));
      const second = await collect(scanBatch(requests, optionsOf(service, { checkpoint })));
      expect(indexes([...first, ...second])).toEqual(upTo(23));
      expect(errorsOf([...first, ...second])).toEqual(Array(23).fill(undefined));
      expect(service.submissions.flat()).toEqual(upTo(23).map((index) => index + 1));
      expect(service.submissions).toHaveLength(5);
    },
  );

  it('of a finished run gives nothing more', async () => {
    const service = await asyncService();
    const checkpoint = memory();
    await collect(scanBatch(requestsOf(7), optionsOf(service, { checkpoint })));
    expect(read(checkpoint)).toEqual({ version: 1, next: 7, start: 7, batches: [] });
    expect(await collect(scanBatch(requestsOf(7), optionsOf(service, { checkpoint })))).toEqual([]);
    expect(service.submissions).toHaveLength(2);
    const grown = await collect(scanBatch(requestsOf(9), optionsOf(service, { checkpoint })));
    expect(indexes(grown)).toEqual([7, 8]);
  });

  it('survives leaving the loop: the item in hand comes again, and no submission is cut off', async () => {
    const service = await asyncService();
    const checkpoint = memory();
    const requests = requestsOf(23);
    const taken: number[] = [];
    for await (const { index } of scanBatch(requests, optionsOf(service, { checkpoint, concurrency: 2 }))) {
      taken.push(index);
      // The next batch has just been sent.
      if (index === 5) break;
    }
    const rest = await collect(scanBatch(requests, optionsOf(service, { checkpoint, concurrency: 2 })));
    expect(taken).toEqual([0, 1, 2, 3, 4, 5]);
    expect(indexes(rest)).toEqual(upTo(23).slice(5));
    expect(errorsOf(rest)).toEqual(Array(18).fill(undefined));
    expect(service.submissions.flat()).toEqual(upTo(23).map((index) => index + 1));
  });

  it('has the receipt of a submission that was under way when the loop was left', async () => {
    const service = await asyncService();
    const checkpoint = memory();
    let left = false;
    service.onSubmit = (first) => {
      if (first !== 10) return undefined;
      return async (request, response) => {
        await vi.waitUntil(() => left);
        json(200, { scan_id: scanIdOf(10) })(request, response);
      };
    };
    for await (const { index } of scanBatch(
      requestsOf(15),
      optionsOf(service, { checkpoint, concurrency: 2 }),
    )) {
      if (index < 5) continue;
      await vi.waitUntil(() => service.submissions.length === 3);
      left = true;
      break;
    }
    expect(read(checkpoint).batches).toContainEqual(
      expect.objectContaining({ first: 10, scanId: scanIdOf(10) }),
    );
  });

  describe('with a submission that was cut off', () => {
    const interrupted = async () => {
      const service = await asyncService();
      service.onSubmit = (first, attempt) => (first === 5 && attempt === 0 ? silence : undefined);
      service.isPending = () => true;
      const checkpoint = memory();
      const controller = new AbortController();
      const options = optionsOf(service, { checkpoint, signal: controller.signal });
      const run = rejection(collect(scanBatch(requestsOf(7), options)));
      await vi.waitUntil(() => service.resultQueries.length > 0 && service.submissions.length === 2);
      controller.abort(reason);
      expect(await run).toBe(reason);
      expect(read(checkpoint).batches.map(({ first, scanId }) => [first, scanId])).toEqual([
        [0, scanIdOf(0)],
        [5, undefined],
      ]);
      service.isPending = () => false;
      return { service, checkpoint };
    };

    it('fails its items', async () => {
      const { service, checkpoint } = await interrupted();
      const items = await collect(scanBatch(requestsOf(7), optionsOf(service, { checkpoint })));
      expect(indexes(items)).toEqual(upTo(7));
      expect(errorsOf(items)).toEqual([
        ...Array(5).fill(undefined),
        ...Array(2).fill('The batch may have been submitted before the run was interrupted'),
      ]);
      expect(service.submissions).toHaveLength(2);
    });

    it('submits it again on request', async () => {
      const { service, checkpoint } = await interrupted();
      const items = await collect(
        scanBatch(requestsOf(7), optionsOf(service, { checkpoint, resubmitAmbiguous: true })),
      );
      expect(errorsOf(items)).toEqual(Array(7).fill(undefined));
      expect(service.submissions).toEqual([
        [1, 2, 3, 4, 5],
        [6, 7],
        [6, 7],
      ]);
    });
  });

  it('forgets a submission that the service refused', async () => {
    const service = await asyncService();
    service.onSubmit = (first, attempt) => (first === 5 && attempt === 0 ? json(403, {}) : undefined);
    service.isPending = () => true;
    const checkpoint = memory();
    const controller = new AbortController();
    const run = rejection(
      collect(scanBatch(requestsOf(7), optionsOf(service, { checkpoint, signal: controller.signal }))),
    );
    await vi.waitUntil(() => read(checkpoint)?.batches.length === 1 && service.submissions.length === 2);
    controller.abort(reason);
    await run;
    service.isPending = () => false;
    const items = await collect(scanBatch(requestsOf(7), optionsOf(service, { checkpoint })));
    expect(errorsOf(items)).toEqual(Array(7).fill(undefined));
    expect(service.submissions).toHaveLength(3);
  });

  it.each<[string, (requests: ScanRequest[]) => void]>([
    ['another text', (requests) => requests.splice(8, 1, { prompt: 'other' })],
    ['another profile', (requests) => requests.splice(8, 1, { ...requests[8], profileName: 'other' })],
    ['one item more', (requests) => requests.splice(6, 0, { prompt: 'new' })],
    ['one item less', (requests) => requests.splice(6, 1)],
    ['one item not valid', (requests) => requests.splice(9, 1, {})],
    ['one item not valid between', (requests) => requests.splice(10, 0, {})],
    ['far fewer items', (requests) => requests.splice(3)],
    ['no item', (requests) => requests.splice(0)],
  ])('refuses an input with %s', async (_name, change) => {
    const service = await asyncService();
    service.isPending = () => service.submissions.length < 5;
    const checkpoint = memory();
    await take(7, requestsOf(23), optionsOf(service, { checkpoint }));
    const before = service.server.requests.length;
    const changed = requestsOf(23);
    change(changed);
    const error = await rejection(collect(scanBatch(changed, optionsOf(service, { checkpoint }))));
    expect(error).toMatchObject({ kind: 'input', field: 'checkpoint' });
    const submitted = service.server.requests.slice(before).filter(({ method }) => method === 'POST');
    expect(submitted).toEqual([]);
  });

  it('refuses an input whose batches cut those of the checkpoint', async () => {
    const service = await asyncService();
    // Refused only once the second batch has come in, so that leaving the loop finds both of them sent.
    const refuse: Responder = async (request, response) => {
      await service.server.received(2);
      return json(403, {})(request, response);
    };
    service.onSubmit = (first, attempt) => (first === 0 && attempt === 0 ? refuse : undefined);
    const checkpoint = memory();
    const options = optionsOf(service, { checkpoint });
    // The first batch was refused, so nothing is known of it; the second is on record.
    for await (const item of scanBatch(requestsOf(7), options)) if (item.index === 0) break;
    await vi.waitUntil(() => read(checkpoint).batches.some(({ scanId }) => scanId !== undefined));
    expect(read(checkpoint).batches.map(({ first }) => first)).toEqual([5]);
    const changed = requestsOf(7);
    changed.splice(2, 1, {});
    const error = await rejection(collect(scanBatch(changed, options)));
    expect(error).toMatchObject({ kind: 'input', field: 'checkpoint' });
    expect(service.submissions).toHaveLength(2);
  });

  it('holds no content', async () => {
    const service = await asyncService();
    const checkpoint = memory();
    const secret = ['secret', 'words'].join(' ');
    const requests = [
      { prompt: secret, appUser: 'alice', trId: 'turn', sessionId: 'conversation' },
      ...requestsOf(7),
    ];
    await collect(scanBatch(requests, optionsOf(service, { checkpoint, report: true })));
    const everything = checkpoint.all.join('\n');
    expect(everything).toContain(scanIdOf(0));
    expect(everything).not.toMatch(new RegExp(`${secret}|alice|turn|conversation|text|${API_KEY}`));
  });

  it('is saved before a batch is submitted', async () => {
    const service = await asyncService();
    const checkpoint = memory();
    let known: number[] = [];
    service.onSubmit = () => {
      known = read(checkpoint).batches.map(({ first }) => first);
      return undefined;
    };
    await collect(scanBatch(requestsOf(2), optionsOf(service, { checkpoint })));
    expect(known).toEqual([0]);
  });

  it.each([
    ['another version', { version: 2, next: 0, start: 0, batches: [] }],
    ['a text', 'x'],
    ['an array', []],
    ['a negative place', { version: 1, next: -1, start: 0, batches: [] }],
    ['a record of another shape', { version: 1, next: 0, start: 0, batches: [{ first: 0 }] }],
    ['more than ours', { version: 1, next: 0, start: 0, batches: [], prompt: 'x' }],
  ])('that is %s is refused', async (_name, saved) => {
    const service = await asyncService();
    const checkpoint = memory(JSON.stringify(saved));
    const controller = new AbortController();
    const added = vi.spyOn(controller.signal, 'addEventListener');
    const error = await rejection(
      collect(scanBatch(requestsOf(1), optionsOf(service, { checkpoint, signal: controller.signal }))),
    );
    expect(error).toMatchObject({ kind: 'input', field: 'checkpoint' });
    expect(added).not.toHaveBeenCalled();
    expect(service.server.requests).toHaveLength(0);
  });

  it('that cannot be saved ends the run before anything is submitted', async () => {
    const service = await asyncService();
    const full = new Error('disk full');
    const checkpoint = { load: () => undefined, save: () => Promise.reject(full) };
    expect(await rejection(collect(scanBatch(requestsOf(7), optionsOf(service, { checkpoint }))))).toBe(full);
    expect(service.server.requests).toHaveLength(0);
  });
});
