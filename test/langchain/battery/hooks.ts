import { afterAll, beforeAll, expect } from 'vitest';
import { type Provider, startProvider } from './provider.js';

/** A provider for all tests of a file, from the first on. */
export function providerForAll(): () => Provider {
  let provider: Provider | undefined;
  beforeAll(async () => {
    provider = await startProvider();
  });
  afterAll(() => provider?.close());
  return () => {
    if (provider === undefined) throw new Error('The provider runs only in tests');
    return provider;
  };
}

/** Fails a file in whose tests a promise was rejected that nobody waited for. */
export function expectNoRejections(): void {
  const rejections: unknown[] = [];
  const onRejection = (error: unknown): void => {
    rejections.push(error);
  };
  beforeAll(() => void process.on('unhandledRejection', onRejection));
  afterAll(() => {
    process.off('unhandledRejection', onRejection);
    expect(rejections).toEqual([]);
  });
}
