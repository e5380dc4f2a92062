import { isRecord } from '../scan/index.js';
import type { AirsError } from './errors.js';

/** The base of the exponential backoff in milliseconds. The n-th delay is drawn from [0, base * 2^n). */
const BACKOFF_BASE_MS = 1000;

const RETRYABLE_STATUSES: ReadonlySet<number> = new Set([500, 502, 503, 504]);

/**
 * Tells whether another try may succeed after a status. After 429 the call waits as the service asks. Other 4xx
 * statuses are final.
 */
export function isRetryableStatus(status: number): boolean {
  return status === 429 || RETRYABLE_STATUSES.has(status);
}

/**
 * The least wait after a delay that the service asks for, in milliseconds. It doubles from attempt to attempt, with as
 * much jitter.
 */
const LEAST_WAIT_MS = 100;

/** The state of a call after a failed attempt. */
export interface RetryState {
  /** The number of attempts so far, 1 after the first. */
  readonly attempts: number;
  readonly numRetries: number;
  /** The milliseconds left of the call's total time. */
  readonly remainingMs: number;
  /**
   * True if the call must not be done twice (a batch submission). It is repeated only if it certainly was not
   * accepted.
   */
  readonly onlyUnambiguous: boolean;
  /** Draws uniformly from [0, 1). */
  readonly random: () => number;
}

/**
 * Returns the milliseconds to wait before the next attempt, or `undefined` if the error is final. It uses exponential
 * backoff with full jitter. The wait that the service asks for wins, but never falls below a floor: without the floor,
 * a service that asks for no wait would be called without pause. A wait that does not fit into the remaining time is
 * not begun.
 */
export function nextDelay(error: AirsError, state: RetryState): number | undefined {
  if (!error.retryable || state.attempts > state.numRetries) return undefined;
  if (state.onlyUnambiguous && error.statusCode !== 429 && !error.notSent) return undefined;
  const { retryAfterMs } = error;
  const doubled = 2 ** (state.attempts - 1);
  const floor = (1 + state.random()) * LEAST_WAIT_MS * doubled;
  const delay =
    retryAfterMs === undefined ? state.random() * BACKOFF_BASE_MS * doubled : Math.max(retryAfterMs, floor);
  return delay < state.remainingMs ? delay : undefined;
}

const UNIT_MS: ReadonlyMap<string, number> = new Map([
  ['millisecond', 1],
  ['second', 1000],
  ['minute', 60_000],
  ['hour', 3_600_000],
]);

/** One day. A caller does not wait longer, and timers treat longer delays as none. */
const MAX_RETRY_AFTER_MS = 24 * 3_600_000;

/**
 * Returns the wait that an error answer asks for, in milliseconds, at most a day. It reads `error.retry_after` or
 * `retry_after` of the body (`{ interval, unit }`), or else the `Retry-After` header (seconds or an HTTP date).
 */
export function readRetryAfter(body: unknown, header: string | null, now: number): number | undefined {
  const asked = readAsked(body, header, now);
  return asked === undefined ? undefined : Math.min(asked, MAX_RETRY_AFTER_MS);
}

function readAsked(body: unknown, header: string | null, now: number): number | undefined {
  const record = isRecord(body) ? body : {};
  const nested = isRecord(record['error']) ? record['error']['retry_after'] : undefined;
  return readInterval(nested) ?? readInterval(record['retry_after']) ?? readHeader(header, now);
}

function readInterval(value: unknown): number | undefined {
  if (!isRecord(value)) return undefined;
  const { interval, unit } = value;
  const unitMs = typeof unit === 'string' ? UNIT_MS.get(unit.toLowerCase().replace(/s$/, '')) : undefined;
  if (typeof interval !== 'number' || !Number.isFinite(interval) || interval < 0) return undefined;
  return unitMs === undefined ? undefined : interval * unitMs;
}

function readHeader(header: string | null, now: number): number | undefined {
  const value = header?.trim();
  if (!value) return undefined;
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1000;
  // Date.parse accepts almost anything, so only the HTTP date form (RFC 9110, 5.6.7) is read.
  if (!/^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/.test(value)) return undefined;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
