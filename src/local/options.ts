import { DEFAULT_PROFILE_NAME, GuardrailError } from '../scan/index.js';

/** What a detector that fired does: refuse, warn, only set its flag; `off` does not run it. */
export type DetectorEffect = 'block' | 'alert' | 'allow' | 'off';

/** Detectors a profile can set. `dlp` covers credentials too, as the cloud's DLP does. */
export type ProfileDetector = 'injection' | 'dlp' | 'urlCats' | 'maliciousCode';

/** Options of `localScanner`. */
export interface LocalScannerOptions {
  /** The security profile: its name, and the effect of each detector. @default every detector blocks */
  readonly profile?: {
    readonly name?: string;
    readonly detectors?: Readonly<Partial<Record<ProfileDetector, DetectorEffect>>>;
  };
  /** Clock in milliseconds, for `latencyMs`. @default performance.now */
  readonly now?: () => number;
}

/** Options as the scanner uses them. */
export interface ResolvedLocalOptions {
  readonly profileName: string;
  readonly effects: Readonly<Record<ProfileDetector, DetectorEffect>>;
  readonly now: () => number;
}

const EFFECTS: ReadonlySet<string> = new Set(['block', 'alert', 'allow', 'off']);
const DETECTORS: ReadonlySet<string> = new Set(['injection', 'dlp', 'urlCats', 'maliciousCode']);

/**
 * Completes the options.
 * @throws GuardrailError `ERR_GUARDRAIL_CONFIG` for an unknown key or effect
 */
export function resolveLocalOptions(options: LocalScannerOptions): ResolvedLocalOptions {
  refuseUnknownKeys('localScanner', options, new Set(['profile', 'now']));
  const profile = options.profile ?? {};
  refuseUnknownKeys('localScanner profile', profile, new Set(['name', 'detectors']));
  const detectors = profile.detectors ?? {};
  refuseUnknownKeys('localScanner profile.detectors', detectors, DETECTORS);
  for (const [name, effect] of Object.entries(detectors)) {
    if (effect !== undefined && !EFFECTS.has(effect)) {
      throw configError(`localScanner profile.detectors.${name} must be block, alert, allow or off`);
    }
  }
  return {
    profileName: profile.name ?? DEFAULT_PROFILE_NAME,
    effects: {
      injection: detectors.injection ?? 'block',
      dlp: detectors.dlp ?? 'block',
      urlCats: detectors.urlCats ?? 'block',
      maliciousCode: detectors.maliciousCode ?? 'block',
    },
    now: options.now ?? (() => performance.now()),
  };
}

function refuseUnknownKeys(place: string, value: object, known: ReadonlySet<string>): void {
  const unknown = Object.keys(value).find((name) => !known.has(name));
  if (unknown !== undefined) throw configError(`${place} has no option ${unknown}`);
}

function configError(message: string): GuardrailError {
  return new GuardrailError('ERR_GUARDRAIL_CONFIG', message);
}
