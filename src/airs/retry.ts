import { isRecord } from '../scan/index.js';
import type { AirsError } from './errors.js';

/** Base of the exponential backoff in milliseconds; the n-th delay is drawn from [0, base * 2^n). */
const BACKOFF_BASE_MS = 1000;

const RETRYABLE_STATUSES: ReadonlySet<number> = new Set([500, 502, 503, 504]);

/** Whether a status may turn out well on another try. 429 waits as told; other 4xx never. */
export function isRetryableStatus(status: number): boolean {
  return status === 429 || RETRYABLE_STATUSES.has(status);
}

/** The least wait that a told delay comes to, in milliseconds; it doubles from attempt to attempt, with as much jitter. */
const LEAST_WAIT_MS = 100;

/** State of a call when an attempt has failed. */
export interface RetryState {
  /** Attempts made so far, 1 after the first. */
  readonly attempts: number;
  readonly numRetries: number;
  /** Milliseconds left of the call's total time. */
  readonly remainingMs: number;
  /** The call must not be done twice (a batch submission): repeat only what certainly was not accepted. */
  readonly onlyUnambiguous: boolean;
  /** Uniform draw from [0, 1). */
  readonly random: () => number;
}

/**
 * Milliseconds to wait before the next attempt, or `undefined` when the error is final. Exponential backoff with
 * full jitter; what the service asks for wins, but for a floor: who is told to wait for nothing would ask as fast as it can.
 * A wait that does not fit into the remaining time is not begun.
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

/** A day: who waits longer does not wait, and timers take longer delays for none at all. */
const MAX_RETRY_AFTER_MS = 24 * 3_600_000;

/**
 * How long an error answer asks to wait, in milliseconds: `error.retry_after` or `retry_after` of the body
 * (`{ interval, unit }`), else the `Retry-After` header (seconds or an HTTP date). A day at most.
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
  // Date.parse guesses at anything; only the HTTP date form (RFC 9110, 5.6.7) is taken.
  if (!/^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/.test(value)) return undefined;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
