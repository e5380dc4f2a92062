import {
  type ContentScanner,
  DEFAULT_PROFILE_NAME,
  failedScan,
  type ScanRequest,
  writtenDown,
} from '../scan/index.js';
import { type AttemptGate, attemptGate, type GateSettings } from './attempt-gate.js';
import type { SyncScanOptions } from './call-options.js';
import { gatedClient, type MakeGate, type Scanner, timesSet } from './client.js';
import type { ContentFields } from './content.js';
import { AirsError } from './errors.js';
import { failureOf } from './failure.js';
import { type AirsOptions, type ResolvedAirsOptions, readEnvironment } from './options.js';
import { type AirsScannerLimits, resolveScanLimits, scanQueue } from './scan-limits.js';
import type { AiProfile, Metadata } from './schemas/request.js';
import { toScanResult } from './verdict.js';

/** Options of `airsScanner`: those of the client, limits for a scanner whose answers are awaited, and the profile. */
export interface AirsScannerOptions extends AirsOptions, AirsScannerLimits {
  /**
   * Milliseconds for one attempt, including the body of its answer.
   * @default 5000
   */
  timeoutMs?: number;
  /**
   * Milliseconds for one scan, including its wait for a turn and all retries that fit.
   * @default 10000
   */
  totalTimeoutMs?: number;
  /**
   * The security profile for requests that name none. Environment: `PANW_AI_PROFILE_NAME`. `null` sends no profile, so
   * the service takes the one linked to the key.
   * @default 'default'
   */
  profileName?: string | null;
  /** The security profile by UUID for requests that name none. It wins over `profileName`. */
  profileId?: string;
  /**
   * Uses this client, with its own limits, in place of one made here. Then no options of the client and no limits may
   * be given.
   */
  client?: Pick<Scanner, 'syncScan'>;
  /**
   * The clock in milliseconds, for tests.
   * @default performance.now
   */
  now?: () => number;
}

/** The times of a scanner whose answers are awaited. A batch has others. */
const DEFAULT_TIMES = { timeoutMs: 5_000, totalTimeoutMs: 10_000 };

/**
 * Makes a `ContentScanner` of the Prisma AIRS cloud. A failed scan comes back as an `api_error` result. So does a
 * missing API key (`PANW_AI_SEC_API_KEY not set`): the application starts, and its guard fails closed. A user waits for
 * each scan, so its times are shorter than those of `Scanner`, and a service that is down is soon not called any more
 * (`breaker`).
 * @throws AirsError of kind `config` for an option that is not valid
 * @example
 * const scanner = airsScanner({ profileName: 'my-profile', rateLimit: { requests: 20, perMs: 1_000 } });
 */
export function airsScanner(options: AirsScannerOptions = {}): ContentScanner {
  const { profileName, profileId, client, now = () => performance.now(), ...clientOptions } = options;
  const [unused] = client === undefined ? [] : Object.keys(clientOptions);
  if (unused !== undefined) {
    throw new AirsError('config', `AIRS option ${unused}: has no effect beside client`, { field: unused });
  }
  const syncScan = client === undefined ? limitedScan(clientOptions) : givenScan(client);
  return {
    name: 'airs',
    configuration: () => writtenDown([withProfile({}, profileName, profileId), clientOptions.apiEndpoint]),
    async scan(request, scanOptions = {}) {
      const { signal } = scanOptions;
      signal?.throwIfAborted();
      const named = withProfile(request, profileName, profileId);
      const started = now();
      try {
        const response = await syncScan(request, profileOf(named), optionsOf(request, named, signal));
        return toScanResult(response, named, Math.round(now() - started));
      } catch (error) {
        if (signal?.aborted) throw signal.reason;
        const nothingSent = error instanceof AirsError && (error.kind === 'config' || error.kind === 'input');
        const latencyMs = nothingSent ? 0 : Math.round(now() - started);
        // Any other error may quote anything, so its text is not passed on.
        const problem = error instanceof AirsError ? error.message : 'Scan failed';
        return failedScan(named, problem, latencyMs, failureOf(error));
      }
    },
  };
}

type SyncScan = (
  request: ScanRequest,
  profile: AiProfile | undefined,
  options: SyncScanOptions,
) => ReturnType<Scanner['syncScan']>;

/** Makes the scan function for a given client, within that client's own limits. */
function givenScan(client: Pick<Scanner, 'syncScan'>): SyncScan {
  return (request, profile, options) => client.syncScan(profile ?? null, contentOf(request), options);
}

/** Makes the scan function for the scanner's own client, within the limits of time, number and rate. */
function limitedScan(options: AirsOptions & AirsScannerLimits): SyncScan {
  const { concurrency, maxWaiting, breaker, rateLimit, shared, ...clientOptions } = options;
  const limits = resolveScanLimits({
    ...(concurrency !== undefined && { concurrency }),
    ...(maxWaiting !== undefined && { maxWaiting }),
    ...(breaker !== undefined && { breaker }),
    ...(rateLimit !== undefined && { rateLimit }),
    ...(shared !== undefined && { shared }),
  });
  const client = gatedClient(clientOptions, keptGate(limits));
  const queue = scanQueue(limits);
  return (request, profile, given) => {
    const { timeoutMs, totalTimeoutMs } = { ...DEFAULT_TIMES, ...timesSet(clientOptions) };
    return queue.run(request, totalTimeoutMs, given.signal, (remainingMs) =>
      client.syncScan(profile ?? null, contentOf(request), {
        ...given,
        timeoutMs,
        totalTimeoutMs: remainingMs,
      }),
    );
  };
}

/** Makes the gate once for each endpoint and credential, because finding the shared state takes a hash. */
function keptGate(limits: GateSettings): MakeGate {
  let kept: { readonly of: ResolvedAirsOptions; readonly gate: Promise<AttemptGate> } | undefined;
  return (resolved) => {
    const isSame =
      kept?.of.endpoint === resolved.endpoint &&
      kept.of.apiKey === resolved.apiKey &&
      kept.of.apiToken === resolved.apiToken;
    if (kept === undefined || !isSame) kept = { of: resolved, gate: attemptGate(resolved, limits) };
    return kept.gate;
  };
}

function optionsOf(
  request: ScanRequest,
  named: ScanRequest,
  signal: AbortSignal | undefined,
): SyncScanOptions {
  const metadata = metadataOf(request);
  return {
    ...(profileOf(named) === undefined && { linkedProfile: true }),
    // The current service takes the session from `session_id` and the turn from `transaction_id`. Older ones know only
    // `tr_id`.
    ...(request.trId !== undefined && { trId: request.trId, transactionId: request.trId }),
    ...(request.sessionId !== undefined && { sessionId: request.sessionId }),
    ...(metadata !== undefined && { metadata }),
    ...(signal !== undefined && { signal }),
    // The verdict table blocks such an answer and keeps the rest of it.
    allowMissingAction: true,
  };
}

/** Returns the content of a request. An empty text counts as absent. */
export function contentOf(request: ScanRequest): ContentFields {
  return {
    prompt: request.prompt || undefined,
    response: request.response || undefined,
    context: request.context || undefined,
    codePrompt: request.codePrompt || undefined,
    codeResponse: request.codeResponse || undefined,
    toolEvent: request.toolEvent,
  };
}

/** Returns the request with the profile that will judge it. */
export function withProfile(
  request: ScanRequest,
  profileName?: string | null,
  profileId?: string,
): ScanRequest {
  if (request.profileId !== undefined || request.profileName !== undefined) return request;
  if (profileName === null) return profileId === undefined ? request : { ...request, profileId };
  const name = profileName ?? readEnvironment()['PANW_AI_PROFILE_NAME']?.trim();
  return {
    ...request,
    profileName: name || DEFAULT_PROFILE_NAME,
    ...(profileId !== undefined && { profileId }),
  };
}

/** Returns the profile of a request in wire form, or undefined if the one of the key is to be used. */
export function profileOf({ profileId, profileName }: ScanRequest): AiProfile | undefined {
  if (profileId !== undefined) return { profile_id: profileId };
  return profileName === undefined ? undefined : { profile_name: profileName };
}

const METADATA_NAMES = [
  ['appName', 'app_name'],
  ['appUser', 'app_user'],
  ['aiModel', 'ai_model'],
  ['userIp', 'user_ip'],
] as const;

/** Returns the request's metadata in wire form, or undefined if it has none. */
export function metadataOf(request: ScanRequest): Metadata | undefined {
  const metadata: Record<string, unknown> = {};
  for (const [name, wireName] of METADATA_NAMES) {
    const value = request[name];
    if (value !== undefined) metadata[wireName] = value;
  }
  const { agentId, agentVersion, agentArn } = request.agentMeta ?? {};
  const agent = {
    ...(agentId !== undefined && { agent_id: agentId }),
    ...(agentVersion !== undefined && { agent_version: agentVersion }),
    ...(agentArn !== undefined && { agent_arn: agentArn }),
  };
  if (Object.keys(agent).length > 0) metadata['agent_meta'] = agent;
  return Object.keys(metadata).length > 0 ? metadata : undefined;
}
