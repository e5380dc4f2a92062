// The command line as a process: bundled once for a test file, as the package has it.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** What a run printed and how it ended. */
export interface CliRun {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** How a run is started. */
export interface CliOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly stdin?: string | Buffer;
  readonly nodeArgs?: readonly string[];
}

/** A bundled command line. */
export interface Cli {
  readonly main: string;
  start(args: readonly string[], options?: CliOptions): ChildProcess;
  run(args: readonly string[], options?: CliOptions): Promise<CliRun>;
  /** A folder of its own, removed with the rest. */
  folder(): string;
  close(): void;
}

/** Bundles the command line into a folder where its packages are found. */
export async function openCli(): Promise<Cli> {
  const cache = join(ROOT, '.cache');
  mkdirSync(cache, { recursive: true });
  const outdir = mkdtempSync(join(cache, 'cli-'));
  const folders = [outdir];
  await build({
    entryPoints: [join(ROOT, 'src/cli/main.ts')],
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    logLevel: 'silent',
  });
  const main = join(outdir, 'main.mjs');
  const start: Cli['start'] = (args, { cwd = ROOT, env = {}, nodeArgs = [] } = {}) =>
    spawn(process.execPath, [...nodeArgs, main, ...args], {
      cwd,
      env: { PATH: process.env['PATH'], HOME: tmpdir(), ...env },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
  return {
    main,
    start,
    run: (args, options = {}) =>
      new Promise((resolve, reject) => {
        const child = start(args, options);
        let [stdout, stderr] = ['', ''];
        child.stdout?.on('data', (chunk) => {
          stdout += chunk;
        });
        child.stderr?.on('data', (chunk) => {
          stderr += chunk;
        });
        child.once('error', reject);
        child.once('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
        // A command that does not read its input closes it.
        child.stdin?.on('error', () => undefined);
        child.stdin?.end(options.stdin ?? '');
      }),
    folder() {
      const made = mkdtempSync(join(tmpdir(), 'airs-cli-'));
      folders.push(made);
      return made;
    },
    close() {
      for (const path of folders) rmSync(path, { recursive: true, force: true });
    },
  };
}
