import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AirsError } from '../../src/airs/errors.js';
import { isRetryableStatus, nextDelay, type RetryState, readRetryAfter } from '../../src/airs/retry.js';

const state = (overrides: Partial<RetryState> = {}): RetryState => ({
  attempts: 1,
  numRetries: 5,
  remainingMs: 60_000,
  onlyUnambiguous: false,
  random: () => 0.5,
  ...overrides,
});
const failure = (details: ConstructorParameters<typeof AirsError>[2] = {}) =>
  new AirsError('http', 'API error 503', { statusCode: 503, retryable: true, ...details });

describe('nextDelay', () => {
  it('is uniform in a window that doubles: full jitter', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (attempts, draw) => {
          const delay = nextDelay(failure(), state({ attempts, random: () => draw }));
          expect(delay).toBe(draw * 1000 * 2 ** (attempts - 1));
        },
      ),
    );
  });

  it('ends with the retries', () => {
    for (const numRetries of [0, 1, 2, 3, 4, 5]) {
      const delays = [1, 2, 3, 4, 5, 6].map((attempts) =>
        nextDelay(failure(), state({ attempts, numRetries })),
      );
      expect(delays.filter((delay) => delay !== undefined)).toHaveLength(numRetries);
      expect(delays[numRetries]).toBeUndefined();
    }
  });

  it('takes what the service asks for instead of the backoff', () => {
    expect(nextDelay(failure({ retryAfterMs: 3000 }), state())).toBe(3000);
  });

  it('is no busy loop where the service asks for no wait: a floor that doubles, with jitter', () => {
    const told = failure({ retryAfterMs: 0 });
    for (const [attempts, least] of [
      [1, 100],
      [2, 200],
      [3, 400],
      [5, 1_600],
    ] as const) {
      expect(nextDelay(told, state({ attempts, random: () => 0 }))).toBe(least);
      expect(nextDelay(told, state({ attempts, random: () => 0.5 }))).toBe(least * 1.5);
    }
  });

  it('is not begun where it does not fit into the time left', () => {
    expect(nextDelay(failure({ retryAfterMs: 300_000 }), state())).toBeUndefined();
    expect(nextDelay(failure({ retryAfterMs: 60_000 }), state())).toBeUndefined();
    expect(nextDelay(failure({ retryAfterMs: 59_999 }), state())).toBe(59_999);
    expect(nextDelay(failure(), state({ remainingMs: 500 }))).toBeUndefined();
    expect(nextDelay(failure({ retryAfterMs: 0 }), state({ remainingMs: 0 }))).toBeUndefined();
    expect(nextDelay(failure({ retryAfterMs: 0 }), state({ remainingMs: -1 }))).toBeUndefined();
  });

  it('is none for what will not change', () => {
    expect(nextDelay(failure({ retryable: false }), state())).toBeUndefined();
  });

  it('keeps a call that must not be done twice to failures before it was done', () => {
    const once = state({ onlyUnambiguous: true });
    expect(nextDelay(failure(), once)).toBeUndefined();
    expect(nextDelay(new AirsError('timeout', 'late', { retryable: true }), once)).toBeUndefined();
    expect(nextDelay(new AirsError('network', 'reset', { retryable: true }), once)).toBeUndefined();
    expect(nextDelay(failure({ statusCode: 429, retryAfterMs: 500 }), once)).toBe(500);
    expect(nextDelay(new AirsError('network', 'refused', { retryable: true, notSent: true }), once)).toBe(
      500,
    );
  });
});

describe('isRetryableStatus', () => {
  it('holds for 429, 500, 502, 503 and 504 alone', () => {
    const retryable = Array.from({ length: 600 }, (_, status) => status).filter(isRetryableStatus);
    expect(retryable).toEqual([429, 500, 502, 503, 504]);
  });
});

describe('readRetryAfter', () => {
  const now = Date.parse('2026-11-20T12:00:00Z');
  const nested = (retryAfter: unknown) => ({ error: { message: 'm', retry_after: retryAfter } });

  it.each<[unknown, string | null, number | undefined]>([
    [nested({ interval: 5, unit: 'minute' }), null, 300_000],
    [nested({ interval: 5, unit: 'minute' }), '1', 300_000],
    [{ retry_after: { interval: 2, unit: 'Seconds' } }, null, 2000],
    [nested({ interval: 7, unit: 'millisecond' }), null, 7],
    [nested({ interval: 1, unit: 'hours' }), null, 3_600_000],
    [nested({ interval: 0, unit: 'second' }), null, 0],
    [nested({ interval: -1, unit: 'second' }), '3', 3000],
    [nested({ interval: '5', unit: 'second' }), '3', 3000],
    [nested({ interval: 5, unit: 'fortnight' }), '3', 3000],
    [nested({ interval: 5, unit: '__proto__' }), '3', 3000],
    [nested({ interval: 5 }), null, undefined],
    [nested(null), null, undefined],
    [{ error: 'text' }, '0', 0],
    [undefined, ' 4 ', 4000],
    [undefined, 'Fri, 20 Nov 2026 12:00:30 GMT', 30_000],
    [undefined, 'Fri, 20 Nov 2026 11:00:00 GMT', 0],
    [undefined, '2026-11-20', undefined],
    [undefined, '-1', undefined],
    [undefined, '1.5', undefined],
    [undefined, '1e3', undefined],
    [undefined, 'soon', undefined],
    [undefined, '', undefined],
    [[], null, undefined],
    [null, null, undefined],
  ])('of %j and header %j is %s', (body, header, expected) => {
    expect(readRetryAfter(body, header, now)).toBe(expected);
  });
});
