import { type ContentScanner, DEFAULT_PROFILE_NAME, failedScan, type ScanRequest } from '../scan/index.js';
import { Scanner } from './client.js';
import type { ContentFields } from './content.js';
import { AirsError } from './errors.js';
import { failureOf } from './failure.js';
import { type AirsOptions, readEnvironment } from './options.js';
import type { AiProfile, Metadata } from './schemas/request.js';
import { toScanResult } from './verdict.js';

/** Options of `airsScanner`: those of the client and the profile. */
export interface AirsScannerOptions extends AirsOptions {
  /**
   * Security profile for requests that name none. Environment: `PANW_AI_PROFILE_NAME`. `null` sends no profile: the service
   * takes the one that is linked to the key. @default 'default'
   */
  profileName?: string | null;
  /** Security profile by UUID for requests that name none; wins over `profileName`. */
  profileId?: string;
  /** Uses this client instead of one of its own; then no client options are taken. */
  client?: Pick<Scanner, 'syncScan'>;
  /** Clock in milliseconds, for tests. @default performance.now */
  now?: () => number;
}

/**
 * The Prisma AIRS cloud as a `ContentScanner`. A failed scan comes back as an `api_error` result; a missing API key
 * is one too (`PANW_AI_SEC_API_KEY not set`), so that an application starts and its guard fails closed.
 * @throws AirsError of kind `config` for an option that is not valid
 */
export function airsScanner(options: AirsScannerOptions = {}): ContentScanner {
  const { profileName, profileId, client, now = () => performance.now(), ...clientOptions } = options;
  const [unused] = client === undefined ? [] : Object.keys(clientOptions);
  if (unused !== undefined) {
    throw new AirsError('config', `AIRS option ${unused}: has no effect beside client`, { field: unused });
  }
  const airs = client ?? new Scanner(clientOptions);
  return {
    name: 'airs',
    async scan(request, scanOptions = {}) {
      const { signal } = scanOptions;
      signal?.throwIfAborted();
      const named = withProfile(request, profileName, profileId);
      const metadata = metadataOf(request);
      const started = now();
      try {
        const profile = profileOf(named);
        const response = await airs.syncScan(profile ?? null, contentOf(request), {
          ...(profile === undefined && { linkedProfile: true }),
          // Today's service takes the session from `session_id` and the turn from `transaction_id`; older ones
          // know `tr_id` alone.
          ...(request.trId !== undefined && {
            trId: request.trId,
            transactionId: request.trId,
          }),
          ...(request.sessionId !== undefined && {
            sessionId: request.sessionId,
          }),
          ...(metadata !== undefined && { metadata }),
          ...(signal !== undefined && { signal }),
          // The verdict's own table blocks it, with what else the answer says.
          allowMissingAction: true,
        });
        return toScanResult(response, named, Math.round(now() - started));
      } catch (error) {
        if (signal?.aborted) throw signal.reason;
        const nothingSent = error instanceof AirsError && (error.kind === 'config' || error.kind === 'input');
        const latencyMs = nothingSent ? 0 : Math.round(now() - started);
        // An error that is not ours may quote anything; its text stays here.
        const problem = error instanceof AirsError ? error.message : 'Scan failed';
        return failedScan(named, problem, latencyMs, failureOf(error));
      }
    },
  };
}

/** What a request has to scan; an empty text is none. */
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

/** The request with the profile that it will be judged by. */
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

/** The profile of a request in wire form; none where the one of the key is to be taken. */
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

/** The request's metadata in wire form, or nothing where it has none. */
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
