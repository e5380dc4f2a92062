import { localScanner, sensitiveData } from 'airs-guardrails/local';
import { describe, expect, it } from 'vitest';

const handMade = { label: 'X', pattern: /(a)\1/g, confidence: 1 };

describe('options that are not valid', () => {
  it.each([
    ['localScanner profile', () => localScanner({ profile: 3 as never })],
    ['profile.name', () => localScanner({ profile: { name: 3 as never } })],
    ['profile.masking', () => localScanner({ profile: { masking: 'no' as never } })],
    ['profile.injectionThreshold', () => localScanner({ profile: { injectionThreshold: '1' as never } })],
    ['profile.detectors', () => localScanner({ profile: { detectors: null as never } })],
    ['detectors', () => localScanner({ detectors: {} as never })],
    ['detectors[0]', () => localScanner({ detectors: [{}] as never })],
    ['rules', () => localScanner({ rules: 'x' as never })],
    ['rules', () => localScanner({ rules: [handMade] })],
    ['allow', () => localScanner({ allow: 'x' as never })],
    ['urls', () => localScanner({ urls: { block: ['x'] } as never })],
    ['now', () => localScanner({ now: 5 as never })],
    ['ruls', () => sensitiveData({ ruls: [] } as never)],
    ['minConfidence', () => sensitiveData({ minConfidence: Number.NaN })],
    ['rules[0]', () => sensitiveData({ rules: [{}] as never })],
    ['rules', () => sensitiveData({ rules: [handMade] })],
    ['sensitiveData must be an object', () => sensitiveData(null as never)],
  ])('are named: %s', (field, make) => {
    expect(make).toThrow(expect.objectContaining({ code: 'ERR_GUARDRAIL_CONFIG' }));
    expect(make).toThrow(field);
  });
});
