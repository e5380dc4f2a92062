import { collectResults, enqueueScans, queueProgress, type ScanRecord } from 'airs-guardrails/queue';
import { createAirsServer } from 'airs-guardrails/server';
import { describe, expect, it } from 'vitest';
import { isFull } from '../support/extent.js';
import { hasRedis, startDurableRedis } from '../support/redis-server.js';
import { numberedItems, startWorker, until } from './queue-rig.js';
import { countingScanner } from './scans-by-item.js';

/** `QUEUE_ITEMS=20000 npx vitest ...` is the full run without the rest of `npm run test:full`. */
const ITEMS = Number(process.env['QUEUE_ITEMS'] ?? (isFull ? 20_000 : 1_000));

describe.runIf(hasRedis)('a backlog', () => {
  it.each([
    ['scans one by one', 'scanner', ITEMS],
    ['batches by the async API', 'client', ITEMS],
  ] as const)(
    'by %s has a result for each item, none twice, though a worker is killed and Redis restarted',
    async (_way, by, count) => {
      const items = numberedItems(count);
      const began = performance.now();
      const scanner = countingScanner();
      const endpoints = new Set<string | undefined>();
      const server = await createAirsServer({
        scanner,
        onRequest: ({ endpoint }) => void endpoints.add(endpoint),
        limits: { storedScans: 100_000, storedBytes: 2 ** 30 },
      });
      const redis = await startDurableRedis();
      const place = { connection: redis.url, secret: 'a secret of sufficient length' };
      const asking =
        by === 'client' ? { poll: { intervalMs: 20 }, queryLimit: { requests: 1_000, perMs: 1_000 } } : {};
      const options = {
        ...place,
        ...asking,
        queue: 'backlog',
        concurrency: 8,
        lockMs: 3_000,
        retries: { backoffMs: 100 },
      };
      const order = { apiEndpoint: server.url, by, options } as const;
      const queued = await enqueueScans('backlog', items, place);
      expect(queued.items).toBe(count);
      const workers = [startWorker(order), startWorker(order), startWorker(order)] as const;
      try {
        await Promise.all(workers.map(({ ready }) => ready));

        await until(() => scanner.scans() > count / 4);
        workers[0].child.kill('SIGKILL');
        expect(await workers[0].ended).toBe('SIGKILL');
        const atKill = scanner.scans();
        await until(() => scanner.scans() > count / 2);
        const atRestart = scanner.scans();
        await redis.restart();

        const records: ScanRecord[] = [];
        for await (const record of collectResults('backlog', items, { ...place, pollMs: 50 }))
          records.push(record);
        await until(async () => {
          const { waiting, active, delayed } = await queueProgress('backlog', place);
          return waiting + active + delayed === 0;
        });
        for (const { child } of workers) child.kill('SIGTERM');
        const ends = await Promise.all(workers.slice(1).map(({ ended }) => ended));

        const told = workers.flatMap(({ events }) => events);
        const results = told.filter(({ type }) => type === 'result');
        const repeats = new Set(
          told.flatMap((event) =>
            event.type === 'repeat'
              ? event.ids
              : event.type === 'duplicate' && event.scanned
                ? [event.id]
                : [],
          ),
        );
        const twice = [...scanner.byPrompt].filter(([, count]) => count > 1).map(([prompt]) => prompt);
        console.log(
          [
            `${count} items by ${by}, 3 workers: one killed after ${atKill} scans, Redis restarted after ${atRestart};`,
            `${records.length} results, ${new Set(records.map(({ key }) => key)).size} keys, ${scanner.scans()} scans,`,
            `${twice.length} items scanned twice, ${repeats.size} reported as repeats or duplicates;`,
            `${((performance.now() - began) / 1_000).toFixed(1)} s`,
          ].join(' '),
        );
        // Every item has its own result, in the order of the input.
        expect(records.map(({ id }) => id)).toEqual(items.map(({ id }) => id));
        expect(new Set(records.map(({ key }) => key)).size).toBe(count);
        for (const { result } of records)
          expect(result).toMatchObject({ action: 'allow', categories: ['safe'] });
        // No worker announced a result that another had announced.
        const announced = results.map((event) => event.type === 'result' && event.key);
        expect(new Set(announced).size).toBe(announced.length);
        // Nothing was lost, and what was scanned twice was said to be.
        expect(scanner.byPrompt.size).toBe(count);
        const idOf = new Map(items.map(({ id, prompt }) => [prompt, id]));
        expect(twice.filter((prompt) => !repeats.has(idOf.get(prompt) ?? ''))).toEqual([]);
        expect([...endpoints].sort()).toEqual(by === 'client' ? ['async', 'results'] : ['sync']);
        expect(ends).toEqual(['SIGTERM', 'SIGTERM']);
      } finally {
        for (const { child } of workers) child.kill('SIGKILL');
        await redis.stop();
        await server.close();
      }
    },
    600_000,
  );
});
