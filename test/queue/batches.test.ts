import { Scanner } from 'airs-guardrails/airs';
import { enqueueScans, type QueueEvent, type ScanWorkerOptions, scanWorker } from 'airs-guardrails/queue';
import { type AirsServerOptions, createAirsServer, type RequestEvent } from 'airs-guardrails/server';
import { Queue } from 'bullmq';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { queueScripts } from '../../src/queue/scripts.js';
import { hasRedis, startRedis, type TestRedis } from '../support/redis-server.js';
import { collected, numberedItems, until } from './queue-rig.js';
import { countingScanner } from './scans-by-item.js';

describe.runIf(hasRedis)('batches of a queue', () => {
  let redis: TestRedis;
  let place = { connection: '' };
  beforeAll(async () => {
    redis = await startRedis();
    place = { connection: redis.url };
  });
  afterAll(() => redis.stop());

  async function service(options: AirsServerOptions = {}) {
    const requests: RequestEvent[] = [];
    const scanner = countingScanner();
    const server = await createAirsServer({
      scanner,
      onRequest: (event) => void requests.push(event),
      ...options,
    });
    const of = (endpoint: string): RequestEvent[] => requests.filter((event) => event.endpoint === endpoint);
    return { ...server, scanner, of, requests };
  }

  function start(queue: string, apiEndpoint: string, options: Partial<ScanWorkerOptions> = {}) {
    const events: QueueEvent[] = [];
    const worker = scanWorker({
      ...place,
      queue,
      client: new Scanner({ apiKey: 'test-key', apiEndpoint }),
      stopOnSignal: false,
      retries: { backoffMs: 10 },
      poll: { intervalMs: 20 },
      queryLimit: { requests: 1_000, perMs: 1_000 },
      onEvent: (event) => void events.push(event),
      ...options,
    });
    return { ...worker, events };
  }

  it('are submitted once each, five items together, by whichever worker', async () => {
    const server = await service();
    const items = [...numberedItems(22), { id: 'empty', prompt: '' }];
    await enqueueScans('five', items, place);
    const workers = [start('five', server.url), start('five', server.url)];
    const results = await collected('five', items, place);
    await Promise.all(workers.map((worker) => worker.stop()));
    await server.close();
    expect(results.slice(0, 22).map(({ id, result }) => [id, result.action])).toEqual(
      items.slice(0, 22).map(({ id }) => [id, 'allow']),
    );
    // What cannot be submitted does not cost the others of its batch.
    expect(results[22]?.result.failure).toEqual({ kind: 'content' });
    expect([...server.scanner.byPrompt.values()]).toEqual(Array.from({ length: 22 }, () => 1));
    expect(server.of('async')).toHaveLength(5);
    expect(workers.map((worker) => worker.stats().scans).reduce((a, b) => a + b)).toBe(22);
  });

  it('wait as long as the service asks, all of them', async () => {
    const body = {
      error: { message: 'Request exceeds limit', retry_after: { interval: 1, unit: 'second' } },
    };
    const server = await service({ faults: [{ endpoint: 'async', status: 429, body }] });
    const items = numberedItems(5);
    await enqueueScans('asked', items, place);
    const began = performance.now();
    const worker = start('asked', server.url);
    const results = await collected('asked', items, place);
    expect(performance.now() - began).toBeGreaterThan(900);
    await worker.stop();
    await server.close();
    expect(worker.events).toContainEqual({ type: 'limited', waitMs: 1_000 });
    expect(results.map(({ attempts, repeated }) => [attempts, repeated])).toEqual(
      items.map(() => [1, undefined]),
    );
  });

  it('are submitted again after an outage, and say that they may have been scanned before', async () => {
    const server = await service({
      faults: [
        { endpoint: 'async', status: 503 },
        { endpoint: 'async', reset: true },
      ],
    });
    const items = numberedItems(3);
    await enqueueScans('outage', items, place);
    const worker = start('outage', server.url);
    const results = await collected('outage', items, place);
    await worker.stop();
    await server.close();
    expect(results.map(({ attempts, repeated, result }) => [attempts, repeated, result.action])).toEqual(
      items.map(() => [3, true, 'allow']),
    );
  });

  it('are failed results at once where the service refuses them', async () => {
    const server = await service({ apiKeys: ['another-key'] });
    const items = numberedItems(2);
    await enqueueScans('refused', items, place);
    const worker = start('refused', server.url);
    const results = await collected('refused', items, place);
    await worker.stop();
    await server.close();
    for (const { result, attempts } of results) {
      expect(attempts).toBe(1);
      expect(result.failure).toEqual({ kind: 'refused', statusCode: 403 });
    }
    expect(server.of('async')).toHaveLength(1);
  });

  it('are asked for by the next worker, and not submitted again, where one has stopped meanwhile', async () => {
    const server = await service({ asyncDelayMs: 1_500 });
    const items = numberedItems(5);
    await enqueueScans('handed', items, place);
    const first = start('handed', server.url, { stopMs: 0 });
    await until(() => server.of('results').length > 0);
    await first.stop();
    expect(first.stats().results).toBe(0);
    const second = start('handed', server.url);
    const results = await collected('handed', items, place);
    await second.stop();
    await server.close();
    expect(server.of('async')).toHaveLength(1);
    expect(results.map(({ repeated }) => repeated)).toEqual(items.map(() => undefined));
    expect(second.stats()).toMatchObject({ scans: 0, results: 5, repeated: 0 });
  });

  it('take turns for their queries by one count of all workers', async () => {
    const queue = new Queue('turns', { connection: { url: redis.url } });
    const scripts = queueScripts(await queue.backend.client);
    const others = queueScripts(await queue.backend.client);
    const waits: number[] = [];
    for (let turn = 0; turn < 12; turn += 1)
      waits.push(await (turn % 2 === 0 ? scripts : others).turn('turns', 10, 60_000));
    await queue.close();
    expect(waits.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 0));
    for (const waitMs of waits.slice(10)) expect(waitMs).toBeGreaterThan(50_000);
    expect(Math.max(...waits)).toBeLessThanOrEqual(60_000);
  });
});
