import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type GroupData, sealGroup } from '../../src/queue/group-data.js';
import type { GroupJudge } from '../../src/queue/group-judge.js';
import { type GroupTools, processGroup } from '../../src/queue/process-group.js';
import { eventDesk, type QueueEvent } from '../../src/queue/queue-events.js';
import { resultBook, type ScanRecord } from '../../src/queue/result-book.js';
import type { QueueScripts } from '../../src/queue/scripts.js';
import { sealedBox } from '../../src/queue/sealed-box.js';
import { failedScan } from '../../src/scan/index.js';
import { fakeScanner } from '../../src/testing/index.js';
import { runs } from '../support/extent.js';

const place = { name: 'q', prefix: 'p', connection: {}, secrets: undefined };

/** Ends the process, as far as the job can tell. */
class Killed extends Error {}

/** The steps of Redis over a Map. */
function scriptsOver(held: Map<string, string>, mayDie: () => void): QueueScripts {
  const step = <Value>(work: () => Value): Value => {
    mayDie();
    const value = work();
    mayDie();
    return value;
  };
  return {
    read: async (keys) => step(() => keys.map((key) => held.get(key) ?? null)),
    claim: async (entries) =>
      step(() =>
        entries.map(([key, value]) => {
          if (!held.has(key)) held.set(key, value);
          return held.get(key) ?? '';
        }),
      ),
    put: async (entries) =>
      step(() => {
        for (const [key, value] of entries) held.set(key, value);
      }),
    turn: async () => 0,
  };
}

describe('a job', () => {
  it('gives every item one result, wherever its workers die, and says what was done twice', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 5 }),
        fc.array(fc.nat({ max: 12 }), { maxLength: 4 }),
        fc.array(fc.boolean(), { maxLength: 6 }),
        fc.boolean(),
        async (count, givenDeaths, givenOutages, hasSink) => {
          const [deaths, outages] = [[...givenDeaths], [...givenOutages]];
          const box = sealedBox(place);
          const held = new Map<string, string>();
          const items = Array.from({ length: count }, (_, index) => ({
            key: `k${index}`,
            id: index,
            request: { prompt: `p${index}` },
          }));
          let data: GroupData = await sealGroup(box, 'job', items);
          const scanned: (string | number)[] = [];
          const lines: ScanRecord[] = [];
          const events: QueueEvent[] = [];
          const clean = fakeScanner();
          let steps = Number.POSITIVE_INFINITY;
          const mayDie = (): void => {
            steps -= 1;
            if (steps < 0) throw new Killed();
          };
          const judge: GroupJudge = {
            async judge({ items: asked }) {
              mayDie();
              const isDown = outages.shift() === true;
              scanned.push(...asked.map(({ id }) => id));
              const results = await Promise.all(
                asked.map(
                  async ({ place: at, request }) =>
                    [at, isDown ? failedScan(request, 'down', 0) : await clean.scan(request)] as const,
                ),
              );
              mayDie();
              return { results: new Map(results), scans: asked.length, mayRepeat: isDown };
            },
          };
          const tools: GroupTools = {
            box,
            book: resultBook(place, scriptsOver(held, mayDie), box, 1_000),
            judge,
            sink: hasSink
              ? {
                  async write(records) {
                    mayDie();
                    lines.push(...records);
                    mayDie();
                  },
                  close: async () => undefined,
                }
              : undefined,
            desk: eventDesk((event) => events.push(event)),
            attempts: 20,
            maxCrashes: 10,
            delayAfter: () => 0,
            signal: new AbortController().signal,
          };
          let crashes = 0;
          for (let isDone = false; !isDone; ) {
            steps = deaths.shift() ?? Number.POSITIVE_INFINITY;
            try {
              const update = async (next: GroupData): Promise<void> => {
                data = next;
              };
              const end = await processGroup({ id: 'job', data, crashes, failures: 0, update }, tools);
              isDone = end.end === 'done';
              if (end.end === 'again' && end.data !== undefined) data = end.data;
            } catch (error) {
              if (!(error instanceof Killed)) throw error;
              crashes += 1;
            }
          }
          steps = Number.POSITIVE_INFINITY;
          const kept = await tools.book.read(items.map(({ key }) => key));
          expect(kept.map((entry) => entry?.state)).toEqual(items.map(() => (hasSink ? 'written' : 'kept')));
          const repeats = events.flatMap((event) => (event.type === 'repeat' ? event.ids : []));
          for (const { key, id } of items) {
            const scans = scanned.filter((one) => one === id).length;
            // Each scan but the first was announced.
            expect(scans - 1).toBeLessThanOrEqual(repeats.filter((one) => one === id).length);
            if (!hasSink) continue;
            const own = lines.filter((line) => line.key === key);
            expect(own.length).toBeGreaterThan(0);
            // A line that is there already comes again with a word of it, and with the same verdict.
            for (const line of own.slice(1)) expect(line.repeated).toBe(true);
            expect(new Set(own.map(({ at }) => at)).size).toBe(1);
          }
        },
      ),
      { numRuns: runs(500) },
    );
  });

  it('gives its items up where workers die of them', async () => {
    const box = sealedBox(place);
    const held = new Map<string, string>();
    const data = await sealGroup(box, 'job', [{ key: 'k', id: 1, request: { prompt: 'deadly' } }]);
    const scanner = fakeScanner();
    const tools: GroupTools = {
      box,
      book: resultBook(
        place,
        scriptsOver(held, () => undefined),
        box,
        1_000,
      ),
      judge: {
        judge: async ({ items }) => {
          for (const { request } of items) await scanner.scan(request);
          return { results: new Map(), scans: 0, mayRepeat: false };
        },
      },
      sink: undefined,
      desk: eventDesk(() => undefined),
      attempts: 20,
      maxCrashes: 3,
      delayAfter: () => 0,
      signal: new AbortController().signal,
    };
    const end = await processGroup(
      { id: 'job', data, crashes: 3, failures: 0, update: async () => undefined },
      tools,
    );
    expect(end).toEqual({ end: 'done' });
    const [entry] = await tools.book.read(['k']);
    expect(entry).toMatchObject({
      state: 'kept',
      record: {
        repeated: true,
        result: { error: 'The worker ended 3 times while the item was scanned', failure: { kind: 'outage' } },
      },
    });
    expect(scanner.requests).toEqual([]);
  });
});
