import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GuardrailConfigError } from 'airs-guardrails';
import {
  enqueueScans,
  type QueueEvent,
  queueProgress,
  type ScanRecord,
  type SinkChoice,
  scanWorker,
} from 'airs-guardrails/queue';
import { fakeScanner } from 'airs-guardrails/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jsonlSink } from '../../src/queue/jsonl-sink.js';
import { hasRedis, startRedis, type TestRedis } from '../support/redis-server.js';
import { collected, numberedItems, until } from './queue-rig.js';

const folder = mkdtempSync(join(tmpdir(), 'airs-queue-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const linesOf = (path: string): ScanRecord[] =>
  readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));

describe.runIf(hasRedis)('a sink', () => {
  let redis: TestRedis;
  let place = { connection: '' };
  beforeAll(async () => {
    redis = await startRedis();
    place = { connection: redis.url };
  });
  afterAll(() => redis.stop());

  function start(queue: string, sink: SinkChoice) {
    const events: QueueEvent[] = [];
    const scanner = fakeScanner();
    const worker = scanWorker({
      ...place,
      queue,
      scanner,
      sink,
      stopOnSignal: false,
      retries: { backoffMs: 10 },
      onEvent: (event) => void events.push(event),
    });
    return { ...worker, events, scanner };
  }
  const isEmpty = async (queue: string): Promise<boolean> => {
    const { waiting, active, delayed } = await queueProgress(queue, place);
    return waiting + active + delayed === 0;
  };

  it('of lines has each item once, over the files of all workers', async () => {
    const items = numberedItems(200);
    const paths = ['a', 'b'].map((name) => join(folder, `${name}.jsonl`));
    const workers = paths.map((jsonl) => start('lines', { jsonl }));
    await enqueueScans('lines', items, { ...place, batchSize: 3 });
    await until(() => isEmpty('lines'));
    await Promise.all(workers.map((worker) => worker.stop()));
    const lines = paths.flatMap(linesOf);
    expect(lines.map(({ id }) => id).sort()).toEqual(items.map(({ id }) => id).sort());
    // What a sink has, Redis has not: only that it is done.
    await expect(collected('lines', items, place)).rejects.toThrow(GuardrailConfigError);
    expect(await enqueueScans('lines', items, { ...place, batchSize: 3 })).toMatchObject({
      jobs: 0,
      done: 200,
    });
  });

  it('that is down for a while gets what was judged, and nothing is scanned again', async () => {
    const items = numberedItems(10);
    const path = join(folder, 'later', 'out.jsonl');
    const worker = start('down', { jsonl: path });
    await enqueueScans('down', items, place);
    await until(() => worker.stats().problems >= 2);
    expect(worker.events).toContainEqual({ type: 'problem', where: 'sink', error: 'Error' });
    mkdirSync(join(folder, 'later'));
    await until(() => isEmpty('down'));
    await worker.stop();
    expect(
      linesOf(path)
        .map(({ id }) => id)
        .sort(),
    ).toEqual(items.map(({ id }) => id).sort());
    expect(worker.scanner.requests).toHaveLength(10);
  });

  it('of a function is called again where it threw, and told so', async () => {
    const items = numberedItems(5);
    const calls: (readonly ScanRecord[])[] = [];
    const worker = start('function', (records) => {
      calls.push(records);
      if (calls.length === 1) throw new Error('not now');
    });
    await enqueueScans('function', items, place);
    await until(() => isEmpty('function'));
    await worker.stop();
    expect(calls.map((records) => records.map(({ repeated = false }) => repeated))).toEqual([
      items.map(() => false),
      items.map(() => true),
    ]);
    expect(worker.scanner.requests).toHaveLength(5);
  });

  it('of a store has each record under the key of its item', async () => {
    const items = numberedItems(7);
    const store = new Map<string, string>();
    const worker = start('store', { store });
    await enqueueScans('store', items, place);
    await until(() => isEmpty('store'));
    await worker.stop();
    const records: ScanRecord[] = [...store.values()].map((text) => JSON.parse(text));
    expect([...store.keys()]).toEqual(records.map(({ key }) => key));
    expect(records.map(({ id }) => id).sort()).toEqual(items.map(({ id }) => id));
  });
});

describe('a file of lines', () => {
  const record = (key: string): ScanRecord => ({
    key,
    id: `id of ${key}`,
    result: {
      action: 'allow',
      severity: 'SAFE',
      categories: ['safe'],
      scanId: 's',
      reportId: 'r',
      profileName: 'p',
      promptDetected: { injection: false, dlp: false, urlCats: false },
      responseDetected: { dlp: false, urlCats: false },
      latencyMs: 1,
    },
    at: '2026-11-30T00:00:00.000Z',
    attempts: 1,
  });

  it.each([
    ['after whole lines', 3, '{"key":"to'],
    ['at its very beginning', 0, '{"key":"torn","id":'],
    ['longer than what is read at once', 2, `{"key":"torn","words":"${'x'.repeat(200_000)}`],
  ])('loses a line that was torn %s, and no other', async (_where, whole, torn) => {
    const path = join(folder, `torn-${whole}.jsonl`);
    const before = Array.from({ length: whole }, (_, index) => `${JSON.stringify(record(`k${index}`))}\n`);
    writeFileSync(path, before.join(''));
    appendFileSync(path, torn);
    const sink = jsonlSink(path);
    await sink.write([record('new')], false);
    await sink.close();
    const keys = linesOf(path).map(({ key }) => key);
    expect(keys).toEqual([...Array.from({ length: whole }, (_, index) => `k${index}`), 'new']);
  });

  it('has a record once that may have been written before', async () => {
    const path = join(folder, 'again.jsonl');
    const sink = jsonlSink(path);
    await sink.write([record('a'), record('b')], true);
    await sink.write([record('b'), record('c')], true);
    await Promise.all(['d', 'e', 'f'].map((key) => sink.write([record(key)], false)));
    await sink.close();
    expect(linesOf(path).map(({ key }) => key)).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
  });
});
