import { type ContentScanner, type FailureKind, failedScan, isFailedScan } from 'airs-guardrails';
import {
  enqueueScans,
  type QueueEvent,
  queueProgress,
  type ScanWorkerOptions,
  scanWorker,
} from 'airs-guardrails/queue';
import { fakeScanner } from 'airs-guardrails/testing';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasRedis, startRedis, type TestRedis } from '../support/redis-server.js';
import { collected, numberedItems, until } from './queue-rig.js';
import { countingScanner } from './scans-by-item.js';

const secret = 'a secret of sufficient length';

/** A scanner whose scans of a prompt fail so often in such a way. */
function failing(plan: Readonly<Record<string, readonly [FailureKind, number, number?]>>): ContentScanner {
  const clean = fakeScanner();
  const seen = new Map<string, number>();
  return {
    name: 'failing',
    async scan(request) {
      const { prompt = '' } = request;
      const count = (seen.get(prompt) ?? 0) + 1;
      seen.set(prompt, count);
      const [kind, times, statusCode] = plan[prompt] ?? ['outage', 0];
      if (count > times) return clean.scan(request);
      return failedScan(request, 'It failed', 0, { kind, ...(statusCode !== undefined && { statusCode }) });
    },
  };
}

describe.runIf(hasRedis)('a worker of a queue', () => {
  let redis: TestRedis;
  let place = { connection: '' };
  beforeAll(async () => {
    redis = await startRedis();
    place = { connection: redis.url };
  });
  afterAll(() => redis.stop());

  function start(queue: ScanWorkerOptions['queue'], options: Partial<ScanWorkerOptions>) {
    const events: QueueEvent[] = [];
    const worker = scanWorker({
      ...place,
      queue,
      stopOnSignal: false,
      retries: { backoffMs: 10, attempts: 3 },
      onEvent: (event) => void events.push(event),
      ...options,
    });
    return { ...worker, events };
  }

  it('scans an item once, however often it is queued', async () => {
    const items = numberedItems(12);
    const scanner = countingScanner();
    const first = await enqueueScans('once', items, place);
    expect(first).toEqual({ items: 12, jobs: 3, done: 0 });
    await enqueueScans('once', items, place);
    expect(await queueProgress('once', place)).toEqual({ waiting: 3, active: 0, delayed: 0, failed: 0 });
    const worker = start('once', { scanner });
    const results = await collected('once', items, place);
    expect(results.map(({ id, index }) => [id, index])).toEqual(items.map(({ id }, index) => [id, index]));
    expect(await enqueueScans('once', items, place)).toEqual({ items: 12, jobs: 0, done: 12 });
    // Cut into other jobs, the queue takes what has its result, and nobody scans it.
    const more = [...numberedItems(12), { id: 'new', prompt: 'This is new.' }];
    await enqueueScans('once', more.slice(1), { ...place, batchSize: 6 });
    expect(await collected('once', more, place)).toHaveLength(13);
    await worker.stop();
    expect([...scanner.byPrompt.values()]).toEqual(Array.from({ length: 13 }, () => 1));
    expect(worker.stats()).toMatchObject({ active: 0, results: 13, scans: 13, failed: 0, repeated: 0 });
  });

  it('takes an item for another one where its id or its content differs', async () => {
    const items = [
      { id: 1, prompt: 'a' },
      { id: '1', prompt: 'a' },
      { id: 1, prompt: 'b' },
      { prompt: 'a' },
      { id: 1, response: 'a' },
    ];
    const worker = start('identity', { scanner: fakeScanner() });
    await enqueueScans('identity', items, place);
    const results = await collected('identity', items, place);
    await worker.stop();
    expect(new Set(results.map(({ key }) => key)).size).toBe(items.length);
    expect(results.map(({ id }) => id)).toEqual([1, '1', 1, 3, 1]);
  });

  it('scans again after an outage, and not what is refused', async () => {
    const plan = {
      fine: ['outage', 0],
      'down twice': ['outage', 2],
      'down for good': ['outage', 99],
      'no verdict once': ['response', 1],
      refused: ['refused', 99],
      'too large': ['content', 99],
      'no key': ['config', 99],
    } as const;
    const items = Object.keys(plan).map((prompt) => ({ id: prompt, prompt }));
    const worker = start('classes', { scanner: failing(plan) });
    await enqueueScans('classes', items, place);
    const results = await collected('classes', items, place);
    await worker.stop();
    const ends = results.map(({ id, result, attempts }) => [
      id,
      isFailedScan(result) ? result.failure?.kind : result.action,
      attempts,
    ]);
    expect(ends).toEqual([
      ['fine', 'allow', 1],
      ['down twice', 'allow', 3],
      ['down for good', 'outage', 3],
      ['no verdict once', 'allow', 2],
      ['refused', 'refused', 1],
      ['too large', 'content', 1],
      ['no key', 'config', 1],
    ]);
    expect(worker.stats()).toMatchObject({ results: 7, failed: 4 });
  });

  it('has all workers wait where the service has had too many, and counts that as no failure', async () => {
    const items = [{ id: 1, prompt: 'too many' }];
    const worker = start('limited', {
      scanner: failing({ 'too many': ['outage', 5, 429] }),
      retries: { attempts: 1, backoffMs: 5, maxBackoffMs: 20 },
    });
    await enqueueScans('limited', items, place);
    const [result] = await collected('limited', items, place);
    await worker.stop();
    expect(result).toMatchObject({ result: { action: 'allow' }, attempts: 1 });
    expect(worker.stats()).toMatchObject({ limited: 5, failed: 0 });
  });

  it('counts an outage beside what is asked to wait, and says that it scans again', async () => {
    const items = [
      { id: 'down', prompt: 'down' },
      { id: 'limited', prompt: 'limited' },
    ];
    const worker = start('mixed', { scanner: failing({ down: ['outage', 1], limited: ['outage', 1, 429] }) });
    await enqueueScans('mixed', items, place);
    const results = await collected('mixed', items, place);
    await worker.stop();
    expect(results.map(({ attempts, repeated }) => [attempts, repeated])).toEqual([
      [2, true],
      [2, true],
    ]);
  });

  it('keeps the limit of scans over all workers', async () => {
    const items = numberedItems(24);
    await enqueueScans('rate', items, { ...place, batchSize: 2 });
    const began = performance.now();
    const options = { scanner: fakeScanner(), batchSize: 2, rateLimit: { requests: 7, perMs: 200 } };
    const workers = [start('rate', options), start('rate', options)];
    await collected('rate', items, place);
    // Seven scans are three jobs of two: twelve jobs take four windows, of which the last need not end.
    expect(performance.now() - began).toBeGreaterThan(3 * 200 * 0.9);
    await Promise.all(workers.map((worker) => worker.stop()));
  });

  it('leaves neither content nor key readable in Redis under a secret, and reads with the old one', async () => {
    const items = [{ id: 7, prompt: 'the words of a user', apiKey: 'left in by mistake' }];
    const client = new Redis(redis.url);
    const dump = async (): Promise<string> => {
      const keys = await client.keys('bull:sealed:*');
      const values = await Promise.all(
        keys.map(async (key) => {
          const type = await client.type(key);
          return type === 'hash' ? client.hgetall(key) : type === 'string' ? client.get(key) : type;
        }),
      );
      return JSON.stringify([keys, values]);
    };
    await enqueueScans('sealed', items, { ...place, secret });
    const queued = await dump();
    const stranger = start('sealed', { scanner: fakeScanner(), secret: 'another secret, as long as it' });
    await until(() => stranger.events.some(({ type }) => type === 'problem'));
    await stranger.stop();
    expect(stranger.stats().scans).toBe(0);
    // The job waits until its delay is over; nobody waits for that here.
    const queue = new Queue('sealed', { connection: { url: redis.url } });
    for (const job of await queue.getDelayed()) await job.changeDelay(0);
    await queue.close();
    const worker = start('sealed', {
      scanner: fakeScanner(),
      secret: ['a new secret, which came later', secret],
    });
    const [record] = await collected('sealed', items, {
      ...place,
      secret: ['a new secret, which came later', secret],
    });
    await worker.stop();
    expect(record).toMatchObject({ id: 7, result: { action: 'allow' } });
    const kept = await dump();
    client.disconnect();
    expect(queued).toContain('scan-');
    expect(queued + kept).not.toMatch(/words of a user|left in by mistake|safe/);
  });

  it('does not take for a result what another has put in its place', async () => {
    const items = [{ id: 1, prompt: 'a' }];
    const client = new Redis(redis.url);
    const options = { ...place, secret };
    await enqueueScans('poisoned', items, options);
    const seen = start('poisoned', { scanner: fakeScanner(), secret });
    const [record] = await collected('poisoned', items, options);
    await seen.stop();
    const key = `bull:poisoned:airs:${record?.key}`;
    // An open result, as a queue without a secret has it, under a key that can be seen in Redis.
    const forged = { ...record, result: { ...record?.result, scanId: 'forged' } };
    await client.set(key, `R${JSON.stringify(forged)}`);
    await enqueueScans('poisoned', items, options);
    const worker = start('poisoned', { scanner: fakeScanner({ verdicts: { scanId: 'real' } }), secret });
    const [again] = await collected('poisoned', items, options);
    // Nor for the mark that a sink has it.
    await client.set(key, 'D"written"');
    expect(await enqueueScans('poisoned', items, options)).toMatchObject({ jobs: 1, done: 0 });
    await collected('poisoned', items, options);
    await worker.stop();
    client.disconnect();
    expect(again?.result.scanId).toBe('real');
    expect(worker.stats().scans).toBe(2);
  });

  it('finishes what is under way when it stops, and puts back what takes too long', async () => {
    const items = numberedItems(4);
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const clean = fakeScanner();
    const slow: ContentScanner = {
      name: 'slow',
      async scan(request) {
        if (request.prompt === items[3]?.prompt) await new Promise(() => undefined);
        await held;
        return clean.scan(request);
      },
    };
    await enqueueScans('stop', items, { ...place, batchSize: 1 });
    const worker = start('stop', { scanner: slow, stopMs: 500 });
    await until(() => worker.stats().active === 4);
    const stopped = worker.stop();
    release();
    await stopped;
    expect(worker.stats()).toMatchObject({ active: 0, results: 3 });
    expect(worker.events.slice(-1)).toEqual([{ type: 'stopped' }]);
    const other = start('stop', { scanner: fakeScanner() });
    const results = await collected('stop', items, place);
    await other.stop();
    expect(results.map(({ repeated }) => repeated === true)).toEqual([false, false, false, true]);
    expect(other.events).toContainEqual({ type: 'repeat', ids: ['item 3'] });
  });

  it('takes a queue of the application, and holds the input back while too much waits', async () => {
    const queue = new Queue('own', { connection: { url: redis.url }, prefix: 'shop' });
    const items = numberedItems(600);
    const worker = start(queue, { scanner: fakeScanner(), prefix: 'shop', concurrency: 50 });
    let most = 0;
    const summary = await enqueueScans(queue, items, {
      batchSize: 1,
      maxWaiting: 10,
      onProgress: ({ jobs }) => {
        most = Math.max(most, jobs - worker.stats().results);
      },
    });
    expect(summary).toEqual({ items: 600, jobs: 600, done: 0 });
    const client = new Redis(redis.url);
    expect(await client.exists('shop:own:meta')).toBe(1);
    client.disconnect();
    await until(() => worker.stats().results === 600);
    // A piece of 200 jobs is put in at once.
    expect(most).toBeLessThan(300);
    await worker.stop();
    await queue.close();
  });
});
