import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { createAirsServer } from 'airs-guardrails/server';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PLACES, partOf, shareOfFleet } from '../../src/state/fleet-share.js';
import { planWindows } from '../../src/state/turn-windows.js';
import { hasRedis, startRedis } from '../support/redis-server.js';

/** `FLEET=20` for the size of a real one. */
const PROCESSES = Number(process.env['FLEET'] ?? 4);
const PER_PROCESS = 12;
const script = fileURLToPath(new URL('./scanning-process.ts', import.meta.url));

interface Tally {
  /** Scans of each process, in the order of starting. */
  readonly scanned: readonly number[];
  readonly failed: readonly string[];
}

/** Runs a fleet against a server with 20 scans a second until all together have made so many. */
async function runFleet(total: number): Promise<Tally> {
  const server = await createAirsServer({ apiKeys: ['test-key'], rateLimit: { requests: 20, perMs: 1_000 } });
  const redis = await startRedis();
  const fleet: ChildProcess[] = [];
  const scanned = Array.from({ length: PROCESSES }, () => 0);
  const failed: string[] = [];
  try {
    let ready = 0;
    await new Promise<void>((resolve, reject) => {
      for (let index = 0; index < PROCESSES; index += 1) {
        const child = fork(script, [server.url, redis.url, '5'], { execArgv: ['--import', 'tsx'] });
        fleet.push(child);
        child.on('error', reject);
        child.on('exit', (code) => reject(new Error(`A process ended with ${code}`)));
        child.on('message', (message) => {
          if (message === 'ready') {
            ready += 1;
            if (ready === PROCESSES) for (const one of fleet) one.send('go');
          } else if (message === 'scanned') {
            scanned[index] = (scanned[index] ?? 0) + 1;
            if (scanned.reduce((sum, count) => sum + count, 0) >= total) resolve();
          } else failed.push(String(message));
        });
      }
    });
    return { scanned: [...scanned], failed: [...failed] };
  } finally {
    for (const child of fleet) {
      child.removeAllListeners('exit');
      child.kill('SIGKILL');
    }
    await redis.stop();
    await server.close();
  }
}

describe('limits of a fleet', () => {
  it.runIf(hasRedis)(
    'are kept by all processes together where the store counts, in fair shares',
    async () => {
      const { scanned, failed } = await runFleet(PROCESSES * PER_PROCESS);
      console.log(`${PROCESSES} processes: ${scanned.join(' ')}; refused: ${failed.length}`);
      // What the machine holds up on the way arrives beside what comes after it. Processes by themselves are refused
      // three times for each scan.
      expect(failed.length).toBeLessThanOrEqual((PROCESSES * PER_PROCESS) / 4);
      expect(failed.every((message) => message === 'failed 429')).toBe(true);
      expect(Math.min(...scanned)).toBeGreaterThanOrEqual(PER_PROCESS / 2);
      expect(Math.max(...scanned)).toBeLessThanOrEqual(PER_PROCESS * 2);
    },
    120_000,
  );
});

describe('planWindows', () => {
  it('has no period touch more turns than it may have', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 100_000 }),
        fc.integer({ min: 10, max: 3_600_000 }),
        (requests, perMs) => {
          const { windowMs, turns } = planWindows({ requests, perMs });
          const touched = Math.ceil(perMs / windowMs) + 1;
          expect(touched * turns).toBeLessThanOrEqual(requests);
          // Not much of the limit is given away.
          expect((turns * perMs) / windowMs).toBeGreaterThan(requests * (requests < 10 ? 0.3 : 0.6));
        },
      ),
    );
  });

  it('is one at a time for the smallest limit', () => {
    expect(planWindows({ requests: 1, perMs: 1_000 })).toEqual({ windowMs: 1_050, turns: 1 });
    expect(planWindows({ requests: 20, perMs: 1_000 }).turns).toBe(1);
  });
});

describe('shareOfFleet', () => {
  it('finds out how many processes there are, wherever they stand, and takes its part of the limit', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(PLACES - 1), { minLength: 1, maxLength: 24 }),
        fc.infiniteStream(fc.double({ min: 0, max: 0.999, noNaN: true })),
        async (places, randoms) => {
          const held: (string | undefined)[] = Array.from({ length: PLACES }, () => undefined);
          const presence = {
            read: async () => [...held],
            write: async (place: number, id: string) => {
              held[place] = id;
            },
          };
          let time = 0;
          const parts: number[] = [];
          const fleet = places.map((first, index) => {
            let isFirst = true;
            return shareOfFleet({
              presence,
              limit: { requests: 20, perMs: 1_000 },
              own(limit) {
                parts[index] = limit.perMs;
                return { take: async () => true };
              },
              now: () => time,
              settleMs: 1,
              random() {
                // Several may begin in the same place.
                if (!isFirst) return randoms.next().value ?? 0;
                isFirst = false;
                return first / PLACES;
              },
            });
          });
          for (let beat = 0; beat < 30; beat += 1) {
            // One after the other from the second on: those who meet in a place move.
            if (beat === 0) await Promise.all(fleet.map((turns) => turns.take(1_000)));
            else for (const turns of fleet) await turns.take(1_000);
            time += 5_000;
          }
          expect(parts).toEqual(places.map(() => 50 * places.length));
        },
      ),
      { numRuns: 30 },
    );
  });

  it('goes by what it knows where the store says nothing', async () => {
    const limits: unknown[] = [];
    const turns = shareOfFleet({
      presence: { read: async () => undefined, write: async () => undefined },
      limit: { requests: 20, perMs: 1_000 },
      own(limit) {
        limits.push(limit);
        return { take: async () => true };
      },
      now: () => 0,
      settleMs: 1,
      random: () => 0,
    });
    expect(await turns.take(1_000)).toBe(true);
    expect(limits).toEqual([{ requests: 1, perMs: 50 }]);
  });
});

describe('partOf', () => {
  it.each([
    [20, 1, { requests: 1, perMs: 50 }],
    [20, 4, { requests: 1, perMs: 200 }],
    [20, 40, { requests: 1, perMs: 2_000 }],
  ])('of %i requests for %i processes', (requests, processes, part) => {
    expect(partOf({ requests, perMs: 1_000 }, processes)).toEqual(part);
  });
});
