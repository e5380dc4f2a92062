import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const src = fileURLToPath(new URL('../src', import.meta.url));

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
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/support/seed.ts'],
    // By default one processor is left idle, which of two is half of them.
    maxWorkers: '100%',
    // One test that hangs must not hide behind the runner's patience on a loaded machine.
    testTimeout: 20_000,
    typecheck: { enabled: true, include: ['test/**/*.test-d.ts'], tsconfig: './tsconfig.json' },
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts'],
      // The command line runs in processes of its own, where nobody counts.
      exclude: ['src/cli/**'],
      thresholds: { lines: 90, branches: 85, functions: 90, statements: 90 },
    },
  },
});
