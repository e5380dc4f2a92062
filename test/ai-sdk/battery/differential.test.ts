import { fakeScanner } from 'airs-guardrails/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { runs } from '../../support/extent.js';
import { versions } from '../versions.js';
import { compared, consume, toolsOf } from './consumer.js';
import { guarded, late, modelOf, paces } from './models.js';
import { sequences } from './sequences.js';

beforeAll(() => {
  vi.stubGlobal('AI_SDK_LOG_WARNINGS', false);
  // The SDKs stamp what they make up with the time.
  vi.useFakeTimers({ toFake: ['Date'], now: 0 });
});
afterAll(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const scanners = [0, 3] as const;

describe.each(versions)('bare against guarded on $name, with a scanner that allows', (version) => {
  it.each(paces)('is the same to the application, parts coming %s', async (pace) => {
    await fc.assert(
      fc.asyncProperty(
        sequences(version),
        fc.constantFrom('stop', 'tool-calls', 'length'),
        fc.constantFrom(...scanners),
        async (parts, reason, turns) => {
          const providerMetadata = { openai: { logprobs: [[0.5]] } };
          const script = () => [...parts, { ...version.finish(reason), providerMetadata }];
          const bare = modelOf(version, script, pace);
          const own = modelOf(version, script, pace);
          const tools = toolsOf(version);
          const model = guarded(version, own.model, { scanner: late(fakeScanner(), turns) });
          const [expected, seen] = await Promise.all([
            consume(version, bare.model, { tools }),
            consume(version, model, { tools }),
          ]);
          expect(compared(seen)).toEqual(compared(expected));
          expect(own.watch).toEqual(bare.watch);
        },
      ),
      { numRuns: runs(30) },
    );
  });
});
