import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A Redis of a test's own: on the loopback, without a file. */
export interface TestRedis {
  readonly port: number;
  readonly url: string;
  stop(): Promise<void>;
}

/** The binary of Redis or Valkey on this machine. */
function binary(): string | undefined {
  for (const name of ['redis-server', 'valkey-server']) {
    try {
      execFileSync(name, ['--version'], { stdio: 'ignore' });
      return name;
    } catch {
      // Not this one.
    }
  }
  return undefined;
}

const found = binary();

/** Whether there is a Redis to test with; tests that need one are skipped where not, and say so. */
export const hasRedis = found !== undefined;
if (!hasRedis) console.warn('skipped: tests that need redis-server (apt-get install redis-server)');

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

/** A Redis that writes down what it is told, and can be killed and started again. */
export interface DurableRedis extends TestRedis {
  /** Kills it and starts it again with what it has written, on the same port. */
  restart(): Promise<void>;
}

/** Starts a Redis on a free port, or on one that another had. */
export async function startRedis(onPort?: number): Promise<TestRedis> {
  const port = onPort ?? (await freePort());
  const folder = newFolder();
  const server = await launch(port, folder, 'no');
  return { port, url: addressOf(port), stop: () => kill(server, folder) };
}

/** Starts a Redis with a file of all that is written. */
export async function startDurableRedis(): Promise<DurableRedis> {
  const port = await freePort();
  const folder = newFolder();
  let server = await launch(port, folder, 'yes');
  return {
    port,
    url: addressOf(port),
    async restart() {
      await kill(server);
      server = await launch(port, folder, 'yes');
    },
    stop: () => kill(server, folder),
  };
}

const addressOf = (port: number): string => `redis://127.0.0.1:${port}`;
const newFolder = (): string => mkdtempSync(join(tmpdir(), 'airs-guardrails-redis-'));

async function launch(port: number, folder: string, appendOnly: 'yes' | 'no'): Promise<ChildProcess> {
  if (found === undefined) throw new Error('No redis-server on this machine');
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', appendOnly];
  // Every second, which is the default, a kill may take back what has been answered.
  if (appendOnly === 'yes') args.push('--appendfsync', 'always');
  const server = spawn(found, [...args, '--dir', folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  await ready(server);
  return server;
}

async function kill(server: ChildProcess, folder?: string): Promise<void> {
  const gone = new Promise((resolve) => server.once('exit', resolve));
  server.kill('SIGKILL');
  await gone;
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
}

function ready(server: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    server.once('exit', () => reject(new Error(`Redis did not start: ${said}`)));
    server.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes('Ready to accept connections')) resolve();
    });
  });
}
