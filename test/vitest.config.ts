import { argv, env } from 'node:process';
import { fileURLToPath } from 'node:url';
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';

const src = fileURLToPath(new URL('../src', import.meta.url));

/** Rooms whose tests share what they import with each other: to import three SDKs anew for each file takes longer than they. */
const SHARING = ['ai-sdk', 'guard', 'langchain', 'local', 'scan', 'server'].map(
  (room) => `test/${room}/**/*.test.ts`,
);

/** Left out by `TESTS=node`, which is for other versions of Node: these tests are about content and versions of the SDKs. */
const LEFT_OUT =
  env['TESTS'] === 'node'
    ? ['test/attacks/**', '**/battery/**', 'test/faults/**', 'test/**/growth*', 'test/architecture/**']
    : [];

/** Files of these rooms that count the timers of their process. */
const COUNTING = ['test/guard/local-after.test.ts', 'test/ai-sdk/battery/leaving.test.ts'];

/** The flag does not reach projects by itself. */
const checksTypes = !argv.includes('--typecheck.enabled=false');
const TYPES: TestProjectInlineConfiguration = {
  extends: true,
  test: {
    name: 'types',
    include: [],
    typecheck: { enabled: true, include: ['test/**/*.test-d.ts'], tsconfig: './tsconfig.json' },
  },
};

export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  resolve: {
    alias: [
      { find: /^airs-guardrails$/, replacement: `${src}/index.ts` },
      { find: 'airs-guardrails/local/dlp', replacement: `${src}/local/dlp.ts` },
      { find: /^airs-guardrails\/(.+)$/, replacement: `${src}/$1/index.ts` },
    ],
  },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'sharing',
          include: SHARING,
          exclude: [...COUNTING, ...LEFT_OUT, '**/node_modules/**'],
          isolate: false,
          typecheck: { enabled: false },
        },
      },
      {
        extends: true,
        test: {
          // What sets up the process as a whole, or counts work from the first use on.
          name: 'apart',
          include: ['test/**/*.test.ts'],
          exclude: [...SHARING, ...LEFT_OUT, '**/node_modules/**'],
        },
      },
      { extends: true, test: { name: 'counting', include: COUNTING, exclude: LEFT_OUT } },
      ...(checksTypes ? [TYPES] : []),
    ],
    setupFiles: ['test/support/seed.ts'],
    // By default one processor is left idle, which of two is half of them.
    maxWorkers: '100%',
    // A net for what hangs, and no measure of anything: a test takes as long as the machine is slow.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts'],
      // The command line runs in processes of its own, where nobody counts.
      exclude: ['src/cli/**'],
      thresholds: { lines: 90, branches: 85, functions: 90, statements: 90 },
    },
  },
});
