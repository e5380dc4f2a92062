import { z } from 'zod';
import {
  type CircuitBreakerSettings,
  MAX_TIMER_MS,
  MIB,
  makeSlots,
  type ScanRequest,
  type SharedLimits,
} from '../scan/index.js';
import type { GateSettings } from './attempt-gate.js';
import { AirsError } from './errors.js';
import { checkOptionsWith } from './options.js';
import type { RateLimit } from './rate-limiter.js';

/** The limits on the cost of a guard's scanner, in addition to the times of its calls. */
export interface AirsScannerLimits {
  /**
   * The most scans at the same time, 1..10000. Others wait in order, within `totalTimeoutMs`.
   * @default 64
   */
  concurrency?: number;
  /**
   * The most scans that wait for their turn, 0..1000000. A scan beyond it fails.
   * @default 10000
   */
  maxWaiting?: number;
  /**
   * After `failures` (1..1000) attempts in a row that failed for an outage, the service is not called for `cooldownMs`.
   * Then one attempt tests it. Scanners of one endpoint and key share the breaker. `false` turns it off.
   * @default { failures: 5, cooldownMs: 30000 }
   */
  breaker?: false | Partial<CircuitBreakerSettings>;
  /**
   * The most attempts in any window of `perMs` milliseconds, for all scanners of one endpoint and key that name the
   * same limit. An attempt whose turn would come too late for its scan is not made, and the scan fails as with 429.
   * @default no limit
   */
  rateLimit?: RateLimit;
  /**
   * Keeps `rateLimit` and `breaker` together with all processes that share a store: `sharedLimits({ store, secret })`.
   */
  shared?: SharedLimits;
}

/** The complete limits. */
export interface ResolvedScanLimits extends GateSettings {
  readonly concurrency: number;
  readonly maxWaiting: number;
}

const count = (most: number) => z.int().min(1).max(most);
const LimitsSchema = z.strictObject({
  concurrency: count(10_000).optional(),
  maxWaiting: z.int().min(0).max(1_000_000).optional(),
  breaker: z
    .union([
      z.literal(false),
      z.strictObject({ failures: count(1_000).optional(), cooldownMs: count(MAX_TIMER_MS).optional() }),
    ])
    .optional(),
  rateLimit: z.strictObject({ requests: count(1_000_000), perMs: count(MAX_TIMER_MS) }).optional(),
  shared: z.custom<SharedLimits>(isShared, 'must be made by sharedLimits').optional(),
});

function isShared(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'of' in value && typeof value.of === 'function';
}

/**
 * Completes the limits.
 * @throws AirsError of kind `config` that names the option
 */
export function resolveScanLimits(limits: AirsScannerLimits): ResolvedScanLimits {
  checkOptionsWith(LimitsSchema, limits);
  const { concurrency = 64, maxWaiting = 10_000, breaker = {}, rateLimit, shared } = limits;
  return {
    concurrency,
    maxWaiting,
    breaker: breaker === false ? undefined : { failures: 5, cooldownMs: 30_000, ...definedOf(breaker) },
    rateLimit: rateLimit === undefined ? undefined : { ...rateLimit },
    shared,
  };
}

function definedOf({
  failures,
  cooldownMs,
}: Partial<CircuitBreakerSettings>): Partial<CircuitBreakerSettings> {
  return { ...(failures !== undefined && { failures }), ...(cooldownMs !== undefined && { cooldownMs }) };
}

/** The most bytes of memory that the requests of all waiting scans take together. */
const MAX_WAITING_BYTES = 64 * MIB;

/** Runs a limited number of scans at a time. */
export interface ScanQueue {
  /**
   * Runs a scan when it is its turn, with the milliseconds left of its time.
   * @throws AirsError of kind `network` if its turn does not come in time, or if too many scans wait; the abort reason
   */
  run<Value>(
    request: ScanRequest,
    limitMs: number,
    signal: AbortSignal | undefined,
    scan: (remainingMs: number) => Promise<Value>,
  ): Promise<Value>;
}

/** Makes the queue of one scanner. */
export function scanQueue({ concurrency, maxWaiting }: ResolvedScanLimits): ScanQueue {
  const slots = makeSlots(concurrency, { maxWaiting, maxWaitingBytes: MAX_WAITING_BYTES });
  return {
    async run(request, limitMs, signal, scan) {
      const asked = performance.now();
      const turn = await slots.acquire(request, limitMs, signal);
      if (turn === 'full') throw busy(`and no more may wait: maxWaiting ${maxWaiting} scans`);
      if (turn === 'late') throw busy(`for ${limitMs} ms`);
      try {
        return await scan(Math.max(1, Math.ceil(limitMs - (performance.now() - asked))));
      } finally {
        slots.release();
      }
    },
  };
}

function busy(how: string): AirsError {
  return new AirsError('network', `Not asked: the scanner is busy ${how}`, { notSent: true });
}
