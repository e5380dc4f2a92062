import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { createAirsServer } from 'airs-guardrails/server';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { partOf } from '../../src/state/fleet-share.js';
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
async function runFleet(how: 'counting' | 'approximate', total: number): Promise<Tally> {
  const server = await createAirsServer({ apiKeys: ['test-key'], rateLimit: { requests: 20, perMs: 1_000 } });
  const redis = await startRedis();
  const fleet: ChildProcess[] = [];
  const scanned = Array.from({ length: PROCESSES }, () => 0);
  const failed: string[] = [];
  try {
    let ready = 0;
    await new Promise<void>((resolve, reject) => {
      for (let index = 0; index < PROCESSES; index += 1) {
        const child = fork(script, [server.url, redis.url, how, '5'], { execArgv: ['--import', 'tsx'] });
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
      const { scanned, failed } = await runFleet('counting', PROCESSES * PER_PROCESS);
      console.log(`${PROCESSES} processes: ${scanned.join(' ')}; refused: ${failed.length}`);
      // What the machine holds up on the way may arrive beside what comes after it.
      expect(failed.length).toBeLessThanOrEqual(Math.ceil((PROCESSES * PER_PROCESS) / 20));
      expect(failed.every((message) => message === 'failed 429')).toBe(true);
      expect(Math.min(...scanned)).toBeGreaterThanOrEqual(PER_PROCESS / 2);
      expect(Math.max(...scanned)).toBeLessThanOrEqual(PER_PROCESS * 2);
    },
    120_000,
  );

  it.runIf(hasRedis)(
    'are kept about so where it does not',
    async () => {
      const { scanned, failed } = await runFleet('approximate', PROCESSES * PER_PROCESS);
      console.log(`${PROCESSES} processes, no counters: ${scanned.join(' ')}; refused: ${failed.length}`);
      // Until each has seen the others. By themselves they would send a multiple of it all the time.
      expect(failed.length).toBeLessThanOrEqual((PROCESSES * PER_PROCESS) / 2);
      expect(Math.min(...scanned)).toBeGreaterThanOrEqual(PER_PROCESS / 3);
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

describe('partOf', () => {
  it.each([
    [20, 1, { requests: 1, perMs: 50 }],
    [20, 4, { requests: 1, perMs: 200 }],
    [20, 40, { requests: 1, perMs: 2_000 }],
  ])('of %i requests for %i processes', (requests, processes, part) => {
    expect(partOf({ requests, perMs: 1_000 }, processes)).toEqual(part);
  });
});
