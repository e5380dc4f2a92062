import { fakeScanner } from 'airs-guardrails/testing';
import type { ContentScanner } from '../../src/scan/index.js';

/** A scanner of a server that lets everything pass, and knows how often it was asked what. */
export interface CountingScanner extends ContentScanner {
  readonly byPrompt: ReadonlyMap<string, number>;
  scans(): number;
}

/** Makes a scanner that counts. */
export function countingScanner(inner: ContentScanner = fakeScanner()): CountingScanner {
  const byPrompt = new Map<string, number>();
  let scans = 0;
  return {
    name: 'counting',
    byPrompt,
    scans: () => scans,
    async scan(request, options) {
      const { prompt = '' } = request;
      scans += 1;
      byPrompt.set(prompt, (byPrompt.get(prompt) ?? 0) + 1);
      return inner.scan(request, options);
    },
  };
}
