import { describe, expect, it, vi } from 'vitest';
import { failedScan, isFailedScan } from '../../src/scan/index.js';

const load = () => import('../../src/scan/errors.js');

describe('GuardrailError', () => {
  it('is known across two copies of the package', async () => {
    const first = await load();
    vi.resetModules();
    const second = await load();
    const error = new first.GuardrailError('ERR_GUARDRAIL_CONFIG', 'no scanner');
    expect(error).not.toBeInstanceOf(second.GuardrailError);
    expect(second.isGuardrailError(error)).toBe(true);
    expect(second.findGuardrailError(new Error('outer', { cause: error }))).toBe(error);
  });

  it('shows name, code and message, and hides its brand', async () => {
    const { GuardrailError } = await load();
    const error = new GuardrailError('ERR_GUARDRAIL_CONFIG', 'no scanner');
    expect(JSON.parse(JSON.stringify(error))).toEqual({
      name: 'GuardrailError',
      code: 'ERR_GUARDRAIL_CONFIG',
      message: 'no scanner',
    });
    expect(Object.getOwnPropertySymbols({ ...error })).toEqual([]);
  });

  it('is not mistaken for anything else', async () => {
    const { isGuardrailError } = await load();
    for (const other of [
      new Error('x'),
      null,
      undefined,
      'ERR_GUARDRAIL_CONFIG',
      { code: 'ERR_GUARDRAIL_CONFIG' },
    ]) {
      expect(isGuardrailError(other)).toBe(false);
    }
  });
});

describe('findGuardrailError', () => {
  it('finds the outermost one in a chain', async () => {
    const { GuardrailError, findGuardrailError } = await load();
    const inner = new GuardrailError('ERR_AIRS_HTTP', 'inner');
    const outer = new GuardrailError('ERR_GUARDRAIL_BLOCKED', 'outer', { cause: inner });
    expect(findGuardrailError({ cause: { cause: outer } })).toBe(outer);
    expect(findGuardrailError(outer)).toBe(outer);
  });

  it('ends on cycles and on chains without one', async () => {
    const { findGuardrailError } = await load();
    const loop = new Error('a');
    loop.cause = new Error('b', { cause: loop });
    const self: { cause?: unknown } = {};
    self.cause = self;
    for (const value of [loop, self, new Error('x', { cause: 'text' }), undefined, 7]) {
      expect(findGuardrailError(value)).toBeUndefined();
    }
  });
});

describe('failedScan', () => {
  it('is the reference result for errors, with the ids of the request', () => {
    const base = {
      action: 'warn',
      severity: 'LOW',
      categories: ['api_error'],
      scanId: '',
      reportId: '',
      promptDetected: { injection: false, dlp: false, urlCats: false },
      responseDetected: { dlp: false, urlCats: false },
    };
    expect(failedScan({}, 'why', 5)).toStrictEqual({
      ...base,
      profileName: 'default',
      latencyMs: 5,
      error: 'why',
      failure: { kind: 'outage' },
    });
    expect(failedScan({ profileName: 'p', sessionId: 's', trId: 't' }, 'why', 0)).toStrictEqual({
      ...base,
      profileName: 'p',
      sessionId: 's',
      trId: 't',
      latencyMs: 0,
      error: 'why',
      failure: { kind: 'outage' },
    });
    const refused = { kind: 'refused', statusCode: 403 } as const;
    expect(failedScan({}, 'why', 5, refused).failure).toEqual(refused);
    expect(isFailedScan(failedScan({}, 'why', 5))).toBe(true);
    expect(isFailedScan({ categories: ['safe'] })).toBe(false);
  });
});
