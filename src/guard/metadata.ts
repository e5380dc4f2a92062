import { callSafely, GuardrailConfigError, isRecord } from '../scan/index.js';
import type { CheckContext, Judged, MetadataContext, ScanMetadata } from './check-context.js';
import type { ResolvedProfiles } from './scan-profiles.js';

/** The settings that the reading of metadata depends on. */
export interface MetadataParts {
  readonly metadata: ScanMetadata | ((context: MetadataContext) => ScanMetadata) | undefined;
  /** The profile of each direction. */
  readonly profiles: ResolvedProfiles;
  readonly allowProfileFromRequest: boolean;
  /** Warns the operator. */
  warn(message: string): void;
}

/**
 * The two names of a profile. A source that sets one must remove the other, or the name of another source's profile
 * could win.
 */
const PROFILE_KEYS = ['profileName', 'profileId'] as const satisfies readonly (keyof ScanMetadata)[];

const PROFILE_IGNORED =
  'airs-guardrails: a request named a security profile, which was ignored. If requests may choose the profile that judges them, set ' +
  'allowProfileFromRequest: true, or return it from the metadata function';

/**
 * Makes the function that reads who and what a scan is about. Later sources win: facts inferred by an adapter, metadata
 * that is the same for all calls, the profile of the direction, the request, the result of a `metadata` function, the
 * context that the application passes with the call. A request sets no profile unless the guardrail allows it.
 * @throws GuardrailConfigError if the `metadata` function throws; its message is left out because it may quote content
 */
export function createMetadataReader({
  metadata,
  profiles,
  allowProfileFromRequest,
  warn,
}: MetadataParts): (context: CheckContext, judged: Judged) => ScanMetadata {
  let warned = false;

  return (context, judged) => {
    const { inferred, requested } = context;
    const isFunction = typeof metadata === 'function';
    const made = isFunction ? callMetadata(metadata, context, judged) : undefined;
    const general = isFunction ? undefined : metadata;
    const picked: Picked = {};
    for (const source of [inferred, general, requested, made, context]) takeLabels(picked, source);
    for (const source of [general, made, context]) takeAgent(picked, source);
    for (const source of [inferred, general, profiles.get(judged.direction), made])
      takeProfile(picked, source);
    if (allowProfileFromRequest) takeProfile(picked, requested);
    takeProfile(picked, context);
    if (!warned && requested !== undefined && PROFILE_KEYS.some((key) => isIgnored(requested, picked, key))) {
      warned = true;
      warn(PROFILE_IGNORED);
    }
    return picked;
  };
}

function isIgnored(requested: ScanMetadata, picked: ScanMetadata, key: keyof ScanMetadata): boolean {
  return requested[key] !== undefined && requested[key] !== picked[key];
}

/**
 * Calls the application's `metadata` function. Values of the request can be read from the context by name. The profile
 * is not enumerable, so a copy of the context (`{ ...context }`) does not pass it on by accident.
 */
function callMetadata(
  metadata: (context: MetadataContext) => ScanMetadata,
  context: CheckContext,
  { direction, toolName }: Judged,
): ScanMetadata | undefined {
  const { requested } = context;
  const seen: MetadataContext = {
    ...requested,
    ...context,
    direction,
    ...(toolName !== undefined && { toolName }),
  };
  for (const key of PROFILE_KEYS) {
    if (requested?.[key] === undefined || context[key] !== undefined) continue;
    Object.defineProperty(seen, key, { value: requested[key], enumerable: false });
  }
  const failed = (error: unknown): never => {
    throw new GuardrailConfigError('metadata', `threw ${error instanceof Error ? error.name : 'a value'}`);
  };
  const made = callSafely(() => metadata(seen), failed);
  if (made === undefined || made === null) return undefined;
  // A promise would give its session and profile too late.
  if (!isRecord(made) || 'then' in made) throw new GuardrailConfigError('metadata', 'must return an object');
  const read: [keyof ScanMetadata, unknown][] = [];
  callSafely(() => {
    for (const key of METADATA_KEYS) read.push([key, made[key]]);
  }, failed);
  return Object.fromEntries(read.filter(([key, value]) => isUsable(key, value)));
}

const LABELS: readonly (keyof ScanMetadata)[] = ['appName', 'appUser', 'aiModel', 'userIp'];
const IDS: readonly (keyof ScanMetadata)[] = ['sessionId', 'trId', ...PROFILE_KEYS];
const METADATA_KEYS: readonly (keyof ScanMetadata)[] = [...LABELS, ...IDS, 'agentMeta'];

/**
 * Tells whether a returned value can be used. Labels that are not texts are left out, because they are only for the
 * scan log.
 * @throws GuardrailConfigError for an id or a profile that is not a text: without it the wrong profile would judge, or
 * the wrong session would remember
 */
function isUsable(key: keyof ScanMetadata, value: unknown): boolean {
  if (value === undefined || value === null) return false;
  if (key === 'agentMeta') return isRecord(value);
  if (typeof value === 'string') return true;
  if (IDS.includes(key)) throw new GuardrailConfigError(`metadata.${key}`, 'must be a text');
  return false;
}

type Picked = { -readonly [Key in keyof ScanMetadata]: ScanMetadata[Key] };

/** Copies the labels and ids of a source, but not its profile. A `metadata` function may return nothing at all. */
function takeLabels(picked: Picked, source: ScanMetadata | undefined): void {
  if (!source) return;
  const { sessionId, trId, appName, appUser, aiModel, userIp } = source;
  if (sessionId !== undefined) picked.sessionId = sessionId;
  if (trId !== undefined) picked.trId = trId;
  if (appName !== undefined) picked.appName = appName;
  if (appUser !== undefined) picked.appUser = appUser;
  if (aiModel !== undefined) picked.aiModel = aiModel;
  if (userIp !== undefined) picked.userIp = userIp;
}

/** Copies the agent of a source. A request cannot say which agent of the application it reaches. */
function takeAgent(picked: Picked, source: ScanMetadata | undefined): void {
  const agentMeta = source?.agentMeta;
  if (agentMeta !== undefined) picked.agentMeta = agentMeta;
}

/** Copies the profile of a source and replaces any other. */
function takeProfile(picked: Picked, source: ScanMetadata | undefined): void {
  if (!source) return;
  const { profileName, profileId } = source;
  if (profileName === undefined && profileId === undefined) return;
  // A name from another source must not stay.
  delete picked.profileName;
  delete picked.profileId;
  if (profileName !== undefined) picked.profileName = profileName;
  if (profileId !== undefined) picked.profileId = profileId;
}
