import { once } from 'node:events';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type AirsServer, createAirsServer } from 'airs-guardrails/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cli, openCli } from './support.js';

/** How often a run is killed, for each scanner: 50 in the full run. */
const KILLS = Number(process.env['CLI_KILLS'] ?? 3);
/** Items of each scanner for each kill: the embedded engine is quick. */
const ITEMS_A_KILL = { local: 1_500, airs: 60 } as const;

const sizeOf = (path: string): number => (existsSync(path) ? statSync(path).size : 0);

let cli: Cli;
let server: AirsServer;
beforeAll(async () => {
  cli = await openCli();
  server = await createAirsServer({ latencyMs: 5 });
});
afterAll(async () => {
  cli.close();
  await server.close();
});

describe('a batch that is killed', () => {
  it.each(['local', 'airs'] as const)(
    'loses no item and has none twice when it is gone on with: %s',
    { timeout: 60_000 + KILLS * 10_000 },
    async (scanner) => {
      const folder = cli.folder();
      const [input, out] = [join(folder, 'in.jsonl'), join(folder, 'out.jsonl')];
      const items = Array.from({ length: KILLS * ITEMS_A_KILL[scanner] }, (_, index) =>
        index % 11 === 0
          ? 'not json'
          : JSON.stringify({ id: `n${index}`, prompt: `Item ${index} ${'x'.repeat(index % 400)}` }),
      );
      writeFileSync(input, items.join('\n'));
      const args = ['batch', input, '--out', out, '--resume', '--scanner', scanner, '--concurrency', '4'];
      const env =
        scanner === 'local' ? {} : { PANW_AI_SEC_API_KEY: 'key', PANW_AI_SEC_API_ENDPOINT: server.url };
      // The local engine would be done before it is killed; the pace of the service is the server's.
      const slow = scanner === 'local' ? ['--quiet'] : ['--quiet', '--rate', '100'];
      let killed = 0;
      for (let kill = 0; kill < KILLS; kill++) {
        const child = cli.start([...args, ...slow], { env });
        const ended = once(child, 'close');
        // Most are killed in the midst of the work, some at any moment of their start.
        if (kill % 4 === 3) await pause(Math.random() * 500);
        else {
          const before = sizeOf(out);
          while (sizeOf(out) <= before && child.exitCode === null) await pause(5);
          await pause(Math.random() * 150);
        }
        if (child.exitCode === null && child.kill('SIGKILL')) killed++;
        await ended;
        // A line that was torn, as a machine that lost power leaves it.
        if (kill % 3 === 2 && sizeOf(out) > 0) {
          writeFileSync(out, readFileSync(out).subarray(0, -1 - Math.floor(Math.random() * 40)));
        }
      }
      const last = await cli.run([...args, '--quiet'], { env });
      expect(last.stderr).toBe('');
      // Lines that cannot be read are failures, and counted as such.
      expect(last.code).toBe(3);
      expect(killed).toBeGreaterThan(0);
      const lines = readFileSync(out, 'utf8')
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line));
      expect(lines.map(({ index }) => index)).toEqual(items.map((_, index) => index));
      expect(lines.map(({ id }) => id)).toEqual(
        items.map((_, index) => (index % 11 === 0 ? null : `n${index}`)),
      );
      const failed = lines.filter(({ result }) => result.error !== undefined);
      expect(failed).toHaveLength(items.filter((item) => item === 'not json').length);
    },
  );

  it('stops for another run that takes its place, though its starter is gone', async () => {
    const folder = cli.folder();
    const [input, out] = [join(folder, 'in.jsonl'), join(folder, 'out.jsonl')];
    writeFileSync(input, Array.from({ length: 300 }, (_, index) => `{"prompt":"item ${index}"}\n`).join(''));
    const env = { PANW_AI_SEC_API_KEY: 'key', PANW_AI_SEC_API_ENDPOINT: server.url };
    const args = ['batch', input, '--out', out, '--resume', '--scanner', 'airs', '--quiet', '--rate'];
    const first = cli.start([...args, '40'], { env });
    const ended = once(first, 'close');
    while (sizeOf(out) === 0) await pause(20);
    const second = await cli.run([...args, '1000'], { env });
    expect(second.code).toBe(0);
    expect((await ended)[0]).toBe(3);
    const lines = readFileSync(out, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.map(({ index }) => index)).toEqual(Array.from({ length: 300 }, (_, index) => index));
  });

  it('says how to go on when it is interrupted', async () => {
    const folder = cli.folder();
    const [input, out] = [join(folder, 'in.jsonl'), join(folder, 'out.jsonl')];
    writeFileSync(input, Array.from({ length: 400 }, (_, index) => `{"prompt":"item ${index}"}\n`).join(''));
    const env = { PANW_AI_SEC_API_KEY: 'key', PANW_AI_SEC_API_ENDPOINT: server.url };
    const args = ['batch', input, '--out', out, '--scanner', 'airs'];
    const child = cli.start([...args, '--rate', '40'], { env });
    let stderr = '';
    child.stderr?.on('data', (chunk) => {
      stderr += chunk;
    });
    const ended = once(child, 'close');
    while (sizeOf(out) === 0) await pause(20);
    child.kill('SIGINT');
    expect((await ended)[0]).toBe(130);
    expect(stderr).toContain('--resume');
    const run = await cli.run([...args, '--resume'], { env });
    expect(run.code).toBe(0);
    expect(readFileSync(out, 'utf8').trimEnd().split('\n')).toHaveLength(400);
  });
});
