import { describe, expect, test } from 'vitest';
import type { ContentScanner } from '../../src/scan/index.js';
import { fallbackScanner } from '../../src/scanners/fallback.js';
import { type FakeVerdict, fakeScanner } from '../../src/testing/index.js';

const FAILED: FakeVerdict = { action: 'warn', severity: 'LOW', categories: ['api_error'], error: 'down' };
const INJECTION: FakeVerdict = { action: 'block', promptDetected: { injection: true } };
const primary = (verdicts: FakeVerdict) => fakeScanner({ name: 'cloud', verdicts });
const secondary = (verdicts: FakeVerdict = {}) =>
  fakeScanner({ name: 'local', verdicts: { latencyMs: 3, ...verdicts } });

describe('fallbackScanner', () => {
  test.each([{}, INJECTION, { action: 'warn' } as const])(
    'a full answer of the primary stands: %o',
    async (verdict) => {
      const second = secondary();
      const result = await fallbackScanner(primary(verdict), second).scan({ prompt: 'p' });
      expect(result).toEqual(await primary(verdict).scan({ prompt: 'p' }));
      expect(second.requests).toHaveLength(0);
    },
  );

  test.each([
    ['failed', FAILED],
    ['degraded', { degraded: true }],
    ['partial', { categories: ['partial_scan'], action: 'warn' } satisfies FakeVerdict],
  ])('the secondary answers for a %s primary, marked', async (_kind, verdict) => {
    for (const own of [{}, INJECTION]) {
      const scanner = fallbackScanner(primary({ ...verdict, latencyMs: 40 }), secondary(own));
      const alone = await secondary(own).scan({ prompt: 'p', trId: 't' });
      expect(await scanner.scan({ prompt: 'p', trId: 't' })).toEqual({
        ...alone,
        degraded: true,
        source: 'local',
        latencyMs: 43,
      });
    }
  });

  test('a primary that throws has failed', async () => {
    const broken: ContentScanner = {
      name: 'broken',
      scan: () => Promise.reject(new TypeError('secret text')),
    };
    const result = await fallbackScanner(broken, secondary()).scan({ prompt: 'secret text' });
    expect(result).toMatchObject({ action: 'allow', degraded: true, source: 'local' });
    const both = await fallbackScanner(broken, broken).scan({ prompt: 'secret text' });
    expect(both).toMatchObject({ categories: ['api_error'], error: 'Scanner broken threw TypeError' });
  });

  test('when both fail, the result is that of the primary', async () => {
    for (const verdict of [FAILED, { ...INJECTION, degraded: true }]) {
      const scanner = fallbackScanner(primary(verdict), secondary({ ...FAILED, error: 'down too' }));
      expect(await scanner.scan({ prompt: 'p' })).toEqual(await primary(verdict).scan({ prompt: 'p' }));
    }
  });

  test('what a degraded primary did find is not taken back', async () => {
    const scanner = fallbackScanner(primary({ ...INJECTION, degraded: true, scanId: 'c' }), secondary());
    expect(await scanner.scan({ prompt: 'p' })).toMatchObject({
      action: 'block',
      categories: ['prompt_injection', 'partial_scan'],
      scanId: 'c',
      degraded: true,
    });
  });

  test('an abort is no failure: the secondary is not asked', async () => {
    const controller = new AbortController();
    const second = secondary();
    const hanging: ContentScanner = { name: 'hanging', scan: () => new Promise(() => undefined) };
    const scan = fallbackScanner(hanging, second).scan({ prompt: 'p' }, { signal: controller.signal });
    const reason = new Error('user left');
    controller.abort(reason);
    await expect(scan).rejects.toBe(reason);
    expect(second.requests).toHaveLength(0);
  });

  test('has a name, and options that are checked', () => {
    expect(fallbackScanner(primary({}), secondary()).name).toBe('fallback(cloud, local)');
    expect(fallbackScanner(primary({}), secondary(), { name: 'both' }).name).toBe('both');
    expect(() => fallbackScanner(primary({}), JSON.parse('null'))).toThrow(
      'secondary must be a ContentScanner',
    );
    expect(() => fallbackScanner(primary({}), secondary(), JSON.parse('{"nmae":"x"}'))).toThrow(
      'options.nmae',
    );
    expect(() => fallbackScanner(primary({}), secondary(), JSON.parse('{"name":1}'))).toThrow(
      'name must be a string',
    );
  });
});
