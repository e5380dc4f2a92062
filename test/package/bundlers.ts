// Bundles the built package for browsers and workers and runs it there: esbuild for every entry that the edge may use,
// webpack, workerd, Bun and Deno. What does not install here is skipped with a message. Usage: tsx test/package/bundlers.ts
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { builtinModules, createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build, type Metafile } from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));
if (!existsSync(join(root, 'dist/index.js'))) throw new Error('Build first: npm run build');

/** Tools that only this needs; they are installed beside the project and not into its lock file. */
const TOOLS = { webpack: '5.113.0', miniflare: '4.20250906.0', bun: '1.4.5', deno: '2.9.6' } as const;

const ENTRIES = [
  '',
  '/airs',
  '/local',
  '/local/dlp',
  '/ai-sdk',
  '/langchain',
  '/langchain/agent',
  '/otel',
  '/testing',
];
const PEERS = ['@langchain/core', 'langchain', '@opentelemetry/api'];
const BUILT_IN = new Set(builtinModules);

/**
 * What runs in each place: an answer is judged and redacted, by the engine and by a guardrail that loads its rules; one instance
 * puts back what another has replaced.
 */
const SCENARIO = `
import { createGuardrail } from 'airs-guardrails';
import { Scanner } from 'airs-guardrails/airs';
import { guardrailMiddleware } from 'airs-guardrails/ai-sdk';
import { localScanner } from 'airs-guardrails/local';
export async function run() {
  const guardrail = createGuardrail({ scanner: localScanner(), policy: 'redact' });
  const { outcome, text } = await guardrail.checkPrompt('my card is ' + '4111 1111 1111 ' + '1111');
  const state = { store: new Map(), secret: 'a secret of thirty-two characters' };
  const instance = () => createGuardrail({
    scanner: localScanner(),
    policy: { preset: 'redact', redaction: { style: 'vault' } },
    state,
  });
  const session = { sessionId: 'one' };
  const sent = await instance().checkPrompt('write to jane@example.com', session);
  const restored = await instance().checkResponse(sent.text, session);
  const shared = sent.text !== restored.text && restored.text;
  const made = [new Scanner({ apiKey: 'k' }), guardrailMiddleware(guardrail)].length;
  return JSON.stringify({ outcome, text, shared, made });
}
`;
const EXPECTED = JSON.stringify({
  outcome: 'redact',
  text: 'my card is [CREDIT_CARD]',
  shared: 'write to jane@example.com',
  made: 2,
});

const work = mkdtempSync(join(tmpdir(), 'airs-guardrails-bundlers-'));
const project = join(work, 'project');
let failed = false;

async function step(
  what: string,
  run: () => Promise<string | undefined> | string | undefined,
): Promise<void> {
  try {
    const note = await run();
    console.log(`ok      ${what}${note === undefined ? '' : `: ${note}`}`);
  } catch (error) {
    failed = true;
    console.log(`FAILED  ${what}\n${error instanceof Error ? error.message : String(error)}`);
  }
}

function expectScenario(output: string): undefined {
  if (output.trim() !== EXPECTED) throw new Error(`expected ${EXPECTED}, got ${output}`);
  return undefined;
}

function link(name: string, target: string): void {
  const path = join(project, 'node_modules', name);
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(target, path, 'dir');
}

/** Refuses a bundle that still asks its runtime for a built-in of Node. */
function withoutBuiltIns({ outputs }: Metafile): void {
  for (const { imports } of Object.values(outputs)) {
    const asked = imports.filter(({ path }) => path.startsWith('node:') || BUILT_IN.has(path));
    if (asked.length > 0) throw new Error(`asks for ${asked.map(({ path }) => path).join(', ')}`);
  }
}

async function bundle(entry: string, conditions: string[], splitting: boolean): Promise<string> {
  const { metafile, outputFiles } = await build({
    stdin: { contents: `export * from 'airs-guardrails${entry}';`, resolveDir: project },
    bundle: true,
    write: false,
    minify: true,
    metafile: true,
    format: 'esm',
    platform: 'browser',
    conditions,
    splitting,
    outdir: 'out',
    external: PEERS.flatMap((peer) => [peer, `${peer}/*`]),
    logLevel: 'silent',
  });
  withoutBuiltIns(metafile);
  const bytes = outputFiles.reduce((sum, { contents }) => sum + gzipSync(contents).length, 0);
  return `${(bytes / 1000).toFixed(0)} kB gzip`;
}

/** Installs a tool, or says why not. */
function tools(): NodeJS.Require | undefined {
  const folder = join(root, '.cache/bundlers');
  mkdirSync(folder, { recursive: true });
  const wanted = Object.entries(TOOLS).map(([name, version]) => `${name}@${version}`);
  try {
    writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
    execFileSync('npm', ['install', '--silent', '--no-audit', '--no-fund', '--ignore-scripts', ...wanted], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  } catch {
    return undefined;
  }
  return createRequire(join(folder, 'package.json'));
}

type Webpack = (
  options: object,
  done: (
    error: Error | null,
    stats?: { hasErrors(): boolean; hasWarnings(): boolean; toString(options: object): string },
  ) => void,
) => void;

function webpackBuild(require: NodeJS.Require): Promise<string | undefined> {
  const webpack = require('webpack') as Webpack;
  const options = {
    mode: 'production',
    target: 'webworker',
    context: project,
    entry: './scenario.mjs',
    output: {
      path: join(work, 'webpack'),
      filename: 'worker.js',
      library: { type: 'self', name: 'scenario' },
    },
    performance: false,
  };
  return new Promise((resolve, reject) => {
    webpack(options, (error, stats) => {
      if (error !== null) reject(error);
      else if (stats === undefined || stats.hasErrors() || stats.hasWarnings()) {
        reject(new Error(stats?.toString({ all: false, errors: true, warnings: true }) ?? 'no result'));
      } else resolve(undefined);
    });
  });
}

interface Miniflare {
  dispatchFetch(url: string): Promise<{ text(): Promise<string> }>;
  dispose(): Promise<void>;
}

async function inWorkerd(require: NodeJS.Require): Promise<undefined> {
  const { outputFiles, metafile } = await build({
    stdin: {
      contents: `import { run } from './scenario.mjs'; export default { async fetch() { return new Response(await run()); } };`,
      resolveDir: project,
    },
    bundle: true,
    write: false,
    format: 'esm',
    metafile: true,
    platform: 'browser',
    conditions: ['workerd', 'worker', 'browser'],
    outdir: 'out',
    logLevel: 'silent',
  });
  withoutBuiltIns(metafile);
  const { Miniflare } = require('miniflare') as { Miniflare: new (options: object) => Miniflare };
  const runtime = new Miniflare({
    modules: true,
    script: outputFiles[0]?.text ?? '',
    compatibilityDate: '2025-09-01',
  });
  try {
    return expectScenario(await (await runtime.dispatchFetch('http://localhost/')).text());
  } finally {
    await runtime.dispose();
  }
}

/** Runs the package with another runtime's binary, which is in a package of its own for each platform. */
function inRuntime(scope: string, path: string, args: readonly string[]): string | undefined {
  const folder = join(root, '.cache/bundlers/node_modules', scope);
  const [platform] = existsSync(folder) ? readdirSync(folder) : [];
  if (platform === undefined) return 'skipped, no binary for this platform';
  const binary = join(folder, platform, path);
  return expectScenario(execFileSync(binary, [...args, 'main.mjs'], { cwd: project, encoding: 'utf8' }));
}

try {
  mkdirSync(join(project, 'node_modules'), { recursive: true });
  writeFileSync(join(project, 'package.json'), '{ "private": true, "type": "module" }\n');
  writeFileSync(join(project, 'scenario.mjs'), SCENARIO);
  writeFileSync(join(project, 'main.mjs'), `import { run } from './scenario.mjs'; console.log(await run());`);
  link('airs-guardrails', root);
  for (const name of ['zod', 'ofetch', ...PEERS]) link(name, join(root, 'node_modules', name));

  for (const entry of ENTRIES) {
    const name = `airs-guardrails${entry}`;
    await step(`esbuild for browsers: ${name}`, () => bundle(entry, ['browser'], false));
    await step(`esbuild for workers: ${name}`, () =>
      bundle(entry, ['worker', 'edge-light', 'browser'], true),
    );
  }
  await step('the scenario, in Node', async () => {
    const { run } = (await import(pathToFileURL(join(project, 'scenario.mjs')).href)) as {
      run(): Promise<string>;
    };
    return expectScenario(await run());
  });
  const require = tools();
  if (require === undefined) console.log('skipped webpack, workerd, Bun and Deno: they did not install here');
  else {
    await step('webpack for workers', () => webpackBuild(require));
    await step('workerd', () => inWorkerd(require));
    await step('Bun', () => inRuntime('@oven', 'bin/bun', []));
    await step('Deno', () =>
      inRuntime('@deno', 'deno', [
        'run',
        '--no-lock',
        '--node-modules-dir=manual',
        '--allow-read',
        '--allow-env',
      ]),
    );
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}
if (failed) process.exit(1);
