import {
  type AttemptEnd,
  type BreakerState,
  type CircuitBreakerSettings,
  circuitBreaker,
  closedBreaker,
  createBoundedMap,
  type SharedLimits,
  type Turns,
} from '../scan/index.js';
import { payloadHash } from './auth.js';
import { AirsError } from './errors.js';
import type { ResolvedAirsOptions } from './options.js';
import type { RateLimit } from './rate-limiter.js';
import { createReservations } from './reservations.js';

/**
 * Lets an attempt through, at the latest when the call's time is over. Returns the function that takes its end. Rejects
 * with AirsError if the attempt must not be made, and with the abort reason.
 */
export type AttemptGate = (
  remainingMs: number,
  signal: AbortSignal | undefined,
) => Promise<(end: AttemptEnd) => void>;

/** The settings that hold attempts back. */
export interface GateSettings {
  readonly breaker: CircuitBreakerSettings | undefined;
  readonly rateLimit: RateLimit | undefined;
  /** Limits that this process keeps together with others. */
  readonly shared: SharedLimits | undefined;
}

/** The state of one endpoint under one credential in this process. */
interface Tenant {
  readonly breaker: BreakerState;
  /** By limit. Scanners that name the same limit share it. */
  readonly reservations: Map<string, Turns>;
}

/** Far more than one process has tenants. A forgotten tenant starts from an empty state. */
const tenants = createBoundedMap<string, Tenant>({ maxEntries: 1_000, maxBytes: 2 ** 20 });
const TENANT_BYTES = 512;

/**
 * Makes hashes of this process useless elsewhere. It is drawn at first use, because some runtimes have no randomness at
 * load.
 */
let salt: string | undefined;

/** Makes the gate of a client's attempts. Clients with the same endpoint and credential share its state. */
export async function attemptGate(
  options: Pick<ResolvedAirsOptions, 'endpoint' | 'apiKey' | 'apiToken'>,
  { breaker: settings, rateLimit, shared }: GateSettings,
): Promise<AttemptGate> {
  const tenant = await tenantOf(options);
  const now = (): number => performance.now();
  const breaker = settings === undefined ? undefined : circuitBreaker(settings, now, tenant.breaker);
  const { endpoint, apiKey, apiToken } = options;
  const others = shared?.of([endpoint, apiKey ?? apiToken ?? '']);
  const tie = settings === undefined ? undefined : others?.breaker(settings, tenant.breaker, now);
  const turns =
    rateLimit === undefined ? undefined : (others?.turns(rateLimit, ownTurns) ?? turnsOf(tenant, rateLimit));
  return async (remainingMs, signal) => {
    signal?.throwIfAborted();
    await tie?.follow();
    if (breaker?.refuses()) throw breakerOpen();
    if (turns !== undefined && !(await turns.take(remainingMs, signal))) throw overOwnLimit(remainingMs);
    if (breaker === undefined) return () => undefined;
    const report = breaker.admit();
    // The breaker may have opened during the wait.
    if (report === undefined) throw breakerOpen();
    return (end) => {
      report(end);
      void tie?.ended(end);
    };
  };
}

const ownTurns = (limit: RateLimit): Turns => createReservations(limit);

async function tenantOf({
  endpoint,
  apiKey,
  apiToken,
}: Pick<ResolvedAirsOptions, 'endpoint' | 'apiKey' | 'apiToken'>): Promise<Tenant> {
  salt ??= globalThis.crypto.randomUUID();
  const key = await payloadHash(apiKey ?? apiToken ?? salt, new TextEncoder().encode(salt + endpoint));
  const known = tenants.get(key);
  if (known !== undefined) return known;
  const tenant: Tenant = { breaker: closedBreaker(), reservations: new Map() };
  tenants.set(key, tenant, TENANT_BYTES);
  return tenant;
}

function turnsOf({ reservations }: Tenant, limit: RateLimit): Turns {
  const key = `${limit.requests}/${limit.perMs}`;
  const known = reservations.get(key);
  if (known !== undefined) return known;
  const made = createReservations(limit);
  reservations.set(key, made);
  return made;
}

function breakerOpen(): AirsError {
  return new AirsError('network', 'Not asked: the circuit breaker is open', {
    notSent: true,
    breakerOpen: true,
  });
}

/**
 * Makes the error for a turn that comes too late. Its status is the service's own for too many calls, so callers slow
 * down in the same way.
 */
function overOwnLimit(remainingMs: number): AirsError {
  const problem = `No turn within ${Math.max(0, Math.round(remainingMs))} ms by the client's own rateLimit`;
  return new AirsError('http', problem, { statusCode: 429, notSent: true });
}
