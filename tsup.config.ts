import { defineConfig } from 'tsup';

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    airs: 'src/airs/index.ts',
    'ai-sdk': 'src/ai-sdk/index.ts',
    langchain: 'src/langchain/index.ts',
    server: 'src/server/index.ts',
    testing: 'src/testing/index.ts',
  },
  format: ['esm', 'cjs'],
  // Shared chunks keep one copy of every class and brand, so that `instanceof` holds across entries.
  splitting: true,
  treeshake: true,
  target: 'node20',
  platform: 'neutral',
  external: [/^node:/],
  dts: true,
  clean: true,
});
