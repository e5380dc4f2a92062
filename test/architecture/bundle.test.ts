import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createContext, Script } from 'node:vm';
import { gzipSync } from 'node:zlib';
import { type BuildOptions, build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { withoutExamples } from '../../tsup.config.js';

const src = (path: string): string => fileURLToPath(new URL(`../../src/${path}`, import.meta.url));

/** An entry, or what imports some of its names, as an edge or browser build would see it. */
function buildOf(entry: string, external: readonly string[], names: readonly string[] = []) {
  return {
    ...(names.length === 0
      ? { entryPoints: { entry: src(entry) } }
      : {
          stdin: {
            contents: `export { ${names.join(', ')} } from ${JSON.stringify(src(entry))}`,
            resolveDir: src('.'),
          },
        }),
    bundle: true,
    write: false,
    minify: true,
    platform: 'browser',
    conditions: ['edge-light', 'worker', 'browser'],
    target: 'es2022',
    external: [...external, 'node:*'],
    logLevel: 'silent',
    plugins: [withoutExamples],
  } as const satisfies BuildOptions;
}

/** All of it in one file. */
async function bundle(entry: string, external: readonly string[]): Promise<string> {
  const { outputFiles } = await build({ ...buildOf(entry, external), format: 'cjs' });
  return outputFiles[0]?.text ?? '';
}

/** Gzipped bytes of what is loaded at once; what code loads later, by `import()`, is in files of its own. */
async function loadedAtOnce(
  entry: string,
  external: readonly string[],
  names: readonly string[],
): Promise<number> {
  const { outputFiles, metafile } = await build({
    ...buildOf(entry, external, names),
    format: 'esm',
    splitting: true,
    metafile: true,
    outdir: 'out',
  });
  const texts = new Map(outputFiles.map(({ path, text }) => [relative(process.cwd(), path), text]));
  const first = Object.keys(metafile.outputs).find((path) => /^out\/(entry|stdin)\.js$/.test(path));
  const needed = new Set(first === undefined ? [] : [first]);
  for (const path of needed)
    for (const { path: next, kind, external: outside } of metafile.outputs[path]?.imports ?? [])
      if (kind === 'import-statement' && outside !== true) needed.add(next);
  return gzipSync([...needed].map((path) => texts.get(path) ?? '').join('\n')).length;
}

// Own code only, minified and gzipped; zod and ofetch are shared with the application. About 2 % above today's size. With
// names: what an application pays that imports these.
const BUDGETS: readonly (readonly [
  entry: string,
  path: string,
  gzipBytes: number,
  names: readonly string[],
])[] = [
  ['.', 'index.ts', 149_000, []],
  ['.', 'index.ts', 41_500, ['createGuardrail']],
  ['./airs', 'airs/index.ts', 21_500, []],
  ['./local', 'local/index.ts', 182_500, []],
  ['./local', 'local/index.ts', 176_000, ['localScanner', 'urlCategories']],
  ['./local/dlp', 'local/dlp.ts', 78_500, []],
  ['./local/dlp', 'local/dlp.ts', 72_500, ['sensitiveData', 'findSensitive', 'dlpRules']],
  ['./ai-sdk', 'ai-sdk/index.ts', 63_500, []],
  ['./ai-sdk', 'ai-sdk/index.ts', 56_500, ['guardrailMiddleware']],
  ['./langchain', 'langchain/index.ts', 74_000, []],
  ['./langchain/agent', 'langchain/agent/index.ts', 74_500, []],
  ['./otel', 'otel/index.ts', 3_500, []],
  ['./queue', 'queue/index.ts', 23_500, []],
  ['./server', 'server/index.ts', 189_000, []],
  ['./testing', 'testing/index.ts', 2_500, []],
];

describe('bundles', () => {
  it.each(BUDGETS)('%s stays within its size', async (_entry, path, budget, names) => {
    const size = await loadedAtOnce(
      path,
      ['zod', 'ofetch', '@langchain/core', 'langchain', '@opentelemetry/api', 'bullmq'],
      names,
    );
    expect(size).toBeLessThanOrEqual(budget);
    // A budget far above the size guards nothing.
    expect(size).toBeGreaterThan(budget * 0.6);
  });

  it.each([
    ['.', 'index.ts', 'createGuardrail'],
    ['./airs', 'airs/index.ts', 'Scanner'],
    ['./local', 'local/index.ts', 'localScanner'],
    ['./local/dlp', 'local/dlp.ts', 'sensitiveData'],
    ['./ai-sdk', 'ai-sdk/index.ts', 'guardrailMiddleware'],
    ['./testing', 'testing/index.ts', 'fakeScanner'],
  ])('%s loads without any node: built-in', async (_entry, path, name) => {
    const code = await bundle(path, []);
    const required: string[] = [];
    const module = { exports: {} as Record<string, unknown> };
    // What runtimes at the edge have; no process, no Buffer, no require.
    const globals = {
      URL,
      Headers,
      Response,
      AbortController,
      TextEncoder,
      atob,
      btoa,
      TextDecoder,
      crypto,
      setTimeout,
      console,
    };
    const context = createContext({
      ...globals,
      module,
      exports: module.exports,
      require: (id: string) => {
        required.push(id);
        throw new Error(`no ${id} here`);
      },
    });
    new Script(code).runInContext(context);
    expect(required).toEqual([]);
    expect(module.exports[name]).toBeTypeOf('function');
  });
});
