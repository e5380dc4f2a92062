// Packs the built package and uses it as other projects do: ESM, CommonJS, TypeScript with bundler and node16
// resolution, with and without the optional peers. Usage: tsx test/package/check.ts
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { blocksOf, promisesOf, RUNNABLE } from '../support/pages.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  bin: Record<'airs-guardrails', string>;
};
const entries = [
  '',
  '/airs',
  '/local',
  '/local/dlp',
  '/ai-sdk',
  '/langchain',
  '/langchain/agent',
  '/otel',
  '/queue',
  '/server',
  '/testing',
];
const exported: Readonly<Record<string, string>> = {
  '': 'createGuardrail',
  '/airs': 'Scanner',
  '/local': 'localScanner',
  '/local/dlp': 'sensitiveData',
  '/ai-sdk': 'guardrailMiddleware',
  '/langchain': 'GuardrailCallbackHandler',
  '/langchain/agent': 'guardrailAgentMiddleware',
  '/otel': 'otelTelemetry',
  '/queue': 'scanWorker',
  '/server': 'createAirsServer',
  '/testing': 'fakeScanner',
};

function run(what: string, command: string, args: readonly string[], cwd: string): string {
  try {
    const output = execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
    console.log(`ok      ${what}`);
    return output;
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: string; stderr?: string };
    console.log(`FAILED  ${what}\n${stdout ?? ''}${stderr ?? ''}`);
    throw new Error(what);
  }
}

if (!existsSync(join(root, 'dist/index.d.cts'))) throw new Error('Build first: npm run build');
const work = mkdtempSync(join(tmpdir(), 'airs-guardrails-package-'));
const bin = (name: string): string => join(root, 'node_modules/.bin', name);

try {
  const packed = JSON.parse(run('npm pack', 'npm', ['pack', '--json', '--pack-destination', work], root)) as {
    filename: string;
    files: { path: string }[];
  }[];
  const { filename, files } = packed[0] ?? { filename: '', files: [] };
  const tarball = join(work, filename);
  const expected =
    /^(?:dist\/[\w-]+\.(?:js|cjs|js\.map|cjs\.map|d\.ts|d\.cts)|package\.json|README\.md|LICENSE|CHANGELOG\.md)$/;
  const odd = files.map((file) => file.path).filter((path) => !expected.test(path));
  if (odd.length > 0) throw new Error(`Unexpected files in the package: ${odd.join(', ')}`);
  for (const path of ['README.md', 'LICENSE', 'CHANGELOG.md', 'package.json']) {
    if (!files.some((file) => file.path === path)) throw new Error(`${path} is missing from the package`);
  }
  console.log(`ok      ${files.length} files in the package`);

  run('publint', bin('publint'), ['run', '--strict', tarball], root);
  run('are the types wrong', bin('attw'), [tarball, '--profile', 'node16'], root);

  const project = join(work, 'project');
  const modules = join(project, 'node_modules');
  mkdirSync(modules, { recursive: true });
  run('unpack', 'tar', ['-xzf', tarball, '-C', work], work);
  cpSync(join(work, 'package'), join(modules, 'airs-guardrails'), { recursive: true });
  const link = (name: string): void => {
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    symlinkSync(join(root, 'node_modules', name), join(modules, name), 'dir');
  };
  for (const name of ['zod', 'ofetch', 'commander', 'cli-progress']) link(name);
  writeFileSync(join(project, 'package.json'), '{ "name": "scratch", "private": true }\n');

  const check = (entry: string): string =>
    `if (typeof m.${exported[entry]} !== 'function') throw new Error('airs-guardrails${entry}');`;
  const importAll = (list: readonly string[]): string =>
    list.map((entry) => `{ const m = await import('airs-guardrails${entry}'); ${check(entry)} }`).join('\n');
  const requireAll = (list: readonly string[]): string =>
    list.map((entry) => `{ const m = require('airs-guardrails${entry}'); ${check(entry)} }`).join('\n');
  const withoutPeers = entries.filter(
    (entry) => !entry.startsWith('/langchain') && entry !== '/otel' && entry !== '/queue',
  );
  writeFileSync(join(project, 'absent.mjs'), importAll(withoutPeers));
  writeFileSync(join(project, 'absent.cjs'), requireAll(withoutPeers));
  run('ESM import without peers', process.execPath, ['absent.mjs'], project);
  run('CommonJS require without peers', process.execPath, ['absent.cjs'], project);

  // What npx starts: the file that `bin` names, with what the package itself depends on and nothing else.
  const command = join(modules, 'airs-guardrails', manifest.bin['airs-guardrails']);
  if (!readFileSync(command, 'utf8').startsWith('#!/usr/bin/env node\n'))
    throw new Error('The command has no shebang');
  const help = run('the command helps', process.execPath, [command, '--help'], project);
  for (const name of ['scan', 'batch', 'report', 'serve', 'demo', 'doctor', 'init', 'worker'])
    if (!help.includes(`\n  ${name} `)) throw new Error(`--help does not name ${name}`);
  run('the command scans', process.execPath, [command, 'scan', 'What is the capital of France?'], project);
  run('the command demonstrates', process.execPath, [command, 'demo'], project);

  // What README says to paste into an empty project.
  for (const name of ['ai', 'tsx']) link(name);
  for (const { language, line, code } of blocksOf(root, 'README.md')) {
    if (language !== 'ts' || !code.startsWith(RUNNABLE)) continue;
    writeFileSync(join(project, 'readme.mts'), code);
    const printed = run(
      `README.md:${line} runs as pasted`,
      process.execPath,
      ['--import', 'tsx', 'readme.mts'],
      project,
    );
    const missing = promisesOf(code).filter((text) => !printed.includes(text));
    if (missing.length > 0) throw new Error(`README.md:${line} does not print ${missing.join(', ')}`);
  }

  for (const name of [
    '@langchain/core',
    'langchain',
    '@langchain/langgraph',
    '@opentelemetry/api',
    'bullmq',
    'ioredis',
  ])
    link(name);
  link('@types/node');
  writeFileSync(join(project, 'all.mjs'), importAll(entries));
  writeFileSync(
    join(project, 'all.cjs'),
    `${requireAll(entries)}
const { isGuardrailError } = require('airs-guardrails');
// One brand over both module systems, which load two copies.
import('airs-guardrails/airs').then(({ Scanner }) => {
  try { new Scanner({ numRetries: 9 }); } catch (error) { if (isGuardrailError(error)) return; }
  process.exitCode = 1;
});`,
  );
  run('ESM import', process.execPath, ['all.mjs'], project);
  run('CommonJS require', process.execPath, ['all.cjs'], project);

  const source = `
import { createGuardrail, GuardrailViolationError, type ScanResult } from 'airs-guardrails';
import { guardrailMiddleware } from 'airs-guardrails/ai-sdk';
import { airsScanner, Content, Scanner, type ScanResponse } from 'airs-guardrails/airs';
import { GuardrailCallbackHandler } from 'airs-guardrails/langchain';
import { guardrailAgentMiddleware } from 'airs-guardrails/langchain/agent';
import { otelTelemetry } from 'airs-guardrails/otel';
import { enqueueScans, scanWorker } from 'airs-guardrails/queue';
import { createAirsServer } from 'airs-guardrails/server';
import { fakeScanner } from 'airs-guardrails/testing';
const scanner = fakeScanner({ verdicts: { action: 'block', promptDetected: { injection: true } } });
export const guardrail = createGuardrail({ scanner, policy: { preset: 'strict', minBlockSeverity: 'HIGH' } });
export const queued = enqueueScans('backlog', [{ id: 1, prompt: 'hi' }], { connection: 'redis://127.0.0.1' });
export const worker = scanWorker({ connection: 'redis://127.0.0.1', queue: 'backlog', scanner, sink: { jsonl: 'out.jsonl' } });
export const traced = createGuardrail({ scanner, telemetry: otelTelemetry() });
export const middleware = guardrailMiddleware(guardrail);
export const agent = guardrailAgentMiddleware({ scanner, exitBehavior: 'error' });
export const handler = new GuardrailCallbackHandler({ scanner });
export async function scan(): Promise<ScanResult> { return airsScanner({ region: 'de' }).scan({ prompt: 'hi' }); }
export async function raw(): Promise<ScanResponse> { return new Scanner().syncScan({ profile_name: 'p' }, new Content({ prompt: 'hi' })); }
export const server = createAirsServer({ port: 0 });
export const refused = (error: unknown): boolean => error instanceof GuardrailViolationError && error.result.action === 'block';
// @ts-expect-error no such preset
createGuardrail({ scanner, policy: 'lenient' });
`;
  for (const extension of ['mts', 'cts']) writeFileSync(join(project, `use.${extension}`), source);
  const common = [
    '--noEmit',
    '--strict',
    '--target',
    'es2022',
    '--types',
    'node',
    '--exactOptionalPropertyTypes',
  ];
  const loose = [...common, '--skipLibCheck'];
  run(
    'TypeScript, bundler',
    bin('tsc'),
    [...loose, '--module', 'esnext', '--moduleResolution', 'bundler', 'use.mts'],
    project,
  );
  run(
    'TypeScript, node16',
    bin('tsc'),
    [...loose, '--module', 'node16', '--moduleResolution', 'node16', 'use.mts', 'use.cts'],
    project,
  );
  console.log('The package is fine.');
} finally {
  rmSync(work, { recursive: true, force: true });
}
