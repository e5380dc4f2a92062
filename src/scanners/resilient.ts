import {
  type AttemptEnd,
  assertFunction,
  assertScanner,
  byteCount,
  type CircuitBreakerSettings,
  type ContentScanner,
  circuitBreaker,
  endOfAbort,
  endOfFailure,
  failedScan,
  isFailedScan,
  MAX_TIMER_MS,
  MIB,
  makeSlots,
  oneOfKeys,
  type ScanRequest,
  type ScanResult,
  type WaitingBounds,
  wholeNumber,
  withinTime,
} from '../scan/index.js';
import { ask } from './ask.js';
import { streamAware } from './stream-aware.js';

/** Options of `resilientScanner`. */
export interface ResilientScannerOptions {
  /**
   * The most milliseconds of one scan, 1..2147483647. The wait for its turn before that has the same limit.
   * @default 15000
   */
  readonly timeoutMs?: number;
  /**
   * The most scans at the same time, 1..10000. Others wait in order.
   * @default 32
   */
  readonly concurrency?: number;
  /**
   * The most scans that wait, 0..1000000. A scan beyond it fails.
   * @default 10000
   */
  readonly maxWaiting?: number;
  /**
   * The most bytes of memory that the requests of all waiting scans take together, at least 1024.
   * @default 64 MiB
   */
  readonly maxWaitingBytes?: number;
  /**
   * After `failures` (1..1000) scans in a row that failed for an outage, the scanner is not called for `cooldownMs`
   * (1..2147483647). Then one scan tests it. Failures because of content, key or profile, or with 429, do not count.
   * @default { failures: 5, cooldownMs: 30000 }
   */
  readonly circuitBreaker?: Partial<CircuitBreakerSettings>;
  /**
   * A clock in milliseconds that never goes back, for tests.
   * @default performance.now
   */
  readonly now?: () => number;
}

/**
 * Makes a scanner that limits the cost of a slow or failing one: time, concurrent scans, and attempts while it fails. A
 * scan that is cut short counts as failed, so the policy's `onScanFailure` decides. Put it inside `fallbackScanner` to
 * let another scanner answer. A scanner that ignores its signal may go on after a timeout, but its answer is ignored.
 * @throws GuardrailConfigError for an option that is not valid
 * @example
 * const scanner = resilientScanner(airsScanner(), { timeoutMs: 5_000, concurrency: 16 });
 */
export function resilientScanner(
  scanner: ContentScanner,
  options: ResilientScannerOptions = {},
): ContentScanner {
  assertScanner('scanner', scanner);
  const { timeoutMs, concurrency, waiting, breaker: settings, now } = resolveOptions(options);
  const slots = makeSlots(concurrency, waiting);
  const breaker = circuitBreaker(settings, now);

  const refused = (request: ScanRequest): ScanResult =>
    failedScan(request, `Scanner ${scanner.name} is not asked: its circuit breaker is open`, 0, {
      kind: 'outage',
      breakerOpen: true,
    });

  const overflow = (request: ScanRequest): ScanResult => {
    const { maxWaiting, maxWaitingBytes } = waiting;
    const limits = `maxWaiting ${maxWaiting} scans, maxWaitingBytes ${maxWaitingBytes}`;
    return failedScan(request, `Scanner ${scanner.name} is busy and no more may wait: ${limits}`, 0);
  };

  return {
    name: `resilient(${scanner.name})`,
    ...streamAware(scanner),
    async scan(request, { signal } = {}) {
      signal?.throwIfAborted();
      if (breaker.refuses()) return refused(request);
      const turn = await slots.acquire(request, timeoutMs, signal);
      if (turn === 'late') {
        const problem = `Scanner ${scanner.name} was busy for ${timeoutMs} ms`;
        return failedScan(request, problem, timeoutMs);
      }
      if (turn === 'full') return overflow(request);
      let report: ((end: AttemptEnd) => void) | undefined;
      let end: AttemptEnd = 'gone';
      try {
        // It is checked again, because the breaker may have opened during the wait.
        report = breaker.admit();
        if (report === undefined) return refused(request);
        const result = await scanWithin(timeoutMs, scanner, request, signal);
        end = isFailedScan(result) ? endOfFailure(result.failure ?? { kind: 'outage' }) : 'answered';
        return result;
      } catch (error) {
        end = endOfAbort(signal);
        throw error;
      } finally {
        report?.(end);
        slots.release();
      }
    },
  };
}

/**
 * Scans within a time limit.
 * @throws the abort reason when the signal aborts
 */
async function scanWithin(
  timeoutMs: number,
  scanner: ContentScanner,
  request: ScanRequest,
  signal: AbortSignal | undefined,
): Promise<ScanResult> {
  signal?.throwIfAborted();
  return withinTime(
    timeoutMs,
    signal,
    (own) => ask(scanner, request, own),
    () => failedScan(request, `Scanner ${scanner.name} did not answer within ${timeoutMs} ms`, timeoutMs),
  );
}

interface ResolvedOptions {
  readonly timeoutMs: number;
  readonly concurrency: number;
  readonly waiting: WaitingBounds;
  readonly breaker: CircuitBreakerSettings;
  readonly now: () => number;
}

const OPTION_KEYS = [
  'timeoutMs',
  'concurrency',
  'maxWaiting',
  'maxWaitingBytes',
  'circuitBreaker',
  'now',
] as const satisfies readonly (keyof ResilientScannerOptions)[];

function resolveOptions(options: ResilientScannerOptions): ResolvedOptions {
  oneOfKeys('options', options, OPTION_KEYS);
  const { circuitBreaker: breaker = {}, now = () => performance.now() } = options;
  oneOfKeys('circuitBreaker', breaker, ['failures', 'cooldownMs']);
  assertFunction('now', now);
  return {
    timeoutMs: wholeNumber('timeoutMs', options.timeoutMs, 15_000, [1, MAX_TIMER_MS]),
    concurrency: wholeNumber('concurrency', options.concurrency, 32, [1, 10_000]),
    waiting: {
      maxWaiting: wholeNumber('maxWaiting', options.maxWaiting, 10_000, [0, 1_000_000]),
      maxWaitingBytes: byteCount('maxWaitingBytes', options.maxWaitingBytes, 64 * MIB),
    },
    breaker: {
      failures: wholeNumber('circuitBreaker.failures', breaker.failures, 5, [1, 1000]),
      cooldownMs: wholeNumber('circuitBreaker.cooldownMs', breaker.cooldownMs, 30_000, [1, MAX_TIMER_MS]),
    },
    now,
  };
}
