import { fileURLToPath } from 'node:url';
import { createContext, Script } from 'node:vm';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { withoutExamples } from '../../tsup.config.js';

const src = (path: string): string => fileURLToPath(new URL(`../../src/${path}`, import.meta.url));

/** Bundles an entry, or what imports some of its names, as an edge or browser build would. */
async function bundle(
  entry: string,
  external: readonly string[],
  names: readonly string[] = [],
): Promise<string> {
  const result = await build({
    ...(names.length === 0
      ? { entryPoints: [src(entry)] }
      : {
          stdin: {
            contents: `export { ${names.join(', ')} } from ${JSON.stringify(src(entry))}`,
            resolveDir: src('.'),
          },
        }),
    bundle: true,
    write: false,
    minify: true,
    format: 'cjs',
    platform: 'browser',
    conditions: ['edge-light', 'worker', 'browser'],
    target: 'es2022',
    external: [...external, 'node:*'],
    logLevel: 'silent',
    plugins: [withoutExamples],
  });
  return result.outputFiles[0]?.text ?? '';
}

// Own code only, minified and gzipped; zod and ofetch are shared with the application. About 15 % above today's size. With
// names: what an application pays that imports these.
const BUDGETS: readonly (readonly [
  entry: string,
  path: string,
  gzipBytes: number,
  names: readonly string[],
])[] = [
  ['.', 'index.ts', 58_000, []],
  ['./airs', 'airs/index.ts', 17_000, []],
  ['./local', 'local/index.ts', 135_000, []],
  ['./local', 'local/index.ts', 120_000, ['localScanner', 'urlCategories']],
  ['./local/dlp', 'local/dlp.ts', 51_000, []],
  ['./local/dlp', 'local/dlp.ts', 48_000, ['sensitiveData', 'findSensitive', 'dlpRules']],
  ['./ai-sdk', 'ai-sdk/index.ts', 75_000, []],
  ['./langchain', 'langchain/index.ts', 72_000, []],
  ['./server', 'server/index.ts', 140_000, []],
  ['./testing', 'testing/index.ts', 2_000, []],
];

describe('bundles', () => {
  it.each(BUDGETS)('%s stays within its size', async (_entry, path, budget, names) => {
    const code = await bundle(path, ['zod', 'ofetch', '@langchain/core'], names);
    const size = gzipSync(code).length;
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
