import { readFile } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import { defineConfig, type Options } from 'tsup';
import ts from 'typescript';

type EsbuildPlugin = NonNullable<Options['esbuildPlugins']>[number];

/** What rules carry for their tests: a fifth of the engine's size. */
const FOR_TESTS: ReadonlySet<string> = new Set(['examples', 'match', 'noMatch']);

/** Leaves the examples of detection rules out of the package; tests run on the source, which has them. */
export const withoutExamples: EsbuildPlugin = {
  name: 'without-examples',
  setup(build) {
    build.onLoad({ filter: /src[\\/]local[\\/]rules[\\/]/ }, async ({ path }) => {
      const source = ts.createSourceFile(path, await readFile(path, 'utf8'), ts.ScriptTarget.Latest, true);
      const result = ts.transform(source, [
        (context) => (file) => {
          const visit = (node: ts.Node): ts.Node => {
            const inner = ts.visitEachChild(node, visit, context);
            if (!ts.isObjectLiteralExpression(inner)) return inner;
            const kept = inner.properties.filter(
              ({ name }) => name === undefined || !ts.isIdentifier(name) || !FOR_TESTS.has(name.text),
            );
            return context.factory.updateObjectLiteralExpression(inner, kept);
          };
          return ts.visitEachChild(file, visit, context);
        },
      ]);
      const [transformed = source] = result.transformed;
      return { contents: ts.createPrinter().printFile(transformed), loader: 'ts' };
    });
  },
};

/** Entries by the room that they are the face of. */
const ENTRIES = {
  index: 'src/index.ts',
  airs: 'src/airs/index.ts',
  local: 'src/local/index.ts',
  'local-dlp': 'src/local/dlp.ts',
  'ai-sdk': 'src/ai-sdk/index.ts',
  langchain: 'src/langchain/index.ts',
  'langchain-agent': 'src/langchain/agent/index.ts',
  otel: 'src/otel/index.ts',
  queue: 'src/queue/index.ts',
  server: 'src/server/index.ts',
  testing: 'src/testing/index.ts',
} as const;

/** The command line uses the entries beside it, as an application does: one copy of the code, and the entries stay as they are. */
export const entriesBeside: EsbuildPlugin = {
  name: 'entries-beside',
  setup(build) {
    build.onResolve({ filter: /^\.\.\/.*index\.js$/ }, ({ path, importer, resolveDir }) => {
      if (!/[\\/]src[\\/]cli[\\/]/.test(importer)) return undefined;
      const file = relative(process.cwd(), resolve(resolveDir, path))
        .replaceAll('\\', '/')
        .replace(/\.js$/, '.ts');
      const name = Object.entries(ENTRIES).find(([, source]) => source === file)?.[0];
      return name === undefined ? undefined : { path: `./${name}.js`, external: true };
    });
  },
};

const library: Options = {
  entry: ENTRIES,
  format: ['esm', 'cjs'],
  // Shared chunks keep one copy of every class and brand, so that `instanceof` holds across entries.
  splitting: true,
  treeshake: true,
  target: 'node20',
  platform: 'neutral',
  external: [/^node:/],
  // Without the prefix, bundlers for the edge take a built-in for a package.
  removeNodeProtocol: false,
  minify: true,
  sourcemap: true,
  esbuildPlugins: [withoutExamples],
  dts: true,
  clean: true,
};

const commandLine: Options = {
  entry: { cli: 'src/cli/main.ts' },
  format: ['esm'],
  splitting: true,
  treeshake: true,
  target: 'node20',
  platform: 'node',
  removeNodeProtocol: false,
  minify: true,
  sourcemap: true,
  esbuildPlugins: [entriesBeside],
};

export default defineConfig([library, commandLine]);
