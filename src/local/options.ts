import { DEFAULT_PROFILE_NAME } from '../scan/index.js';
import { type AllowList, allowing } from './allow.js';
import { DETECTOR_FLAGS, type Detector } from './detector.js';
import { INJECTION_THRESHOLD } from './injection/index.js';
import type { Rule } from './matcher/rule.js';
import { dlpRules } from './sensitive.js';
import { type UrlCategories, urlCategories } from './urls/index.js';
import { assertDetectors, assertRules, configError, refuseUnknownKeys } from './valid-options.js';

/** The effect of a detector that fired: refuse, warn, or only set its flag. `off` does not run it. */
export type DetectorEffect = 'block' | 'alert' | 'allow' | 'off';

/** The detectors that a profile can set. `dlp` covers credentials too, as the cloud's DLP does. */
export const PROFILE_DETECTORS = ['injection', 'urlCats', ...DETECTOR_FLAGS] as const;

/** A detector that a profile can set. */
export type ProfileDetector = (typeof PROFILE_DETECTORS)[number];

/** The effect of each detector. */
export type ProfileEffects = Readonly<Record<ProfileDetector, DetectorEffect>>;

/** A security profile of the embedded engine. */
export interface LocalProfile {
  /** The name of the profile in results. @default 'default' */
  readonly name?: string;
  /**
   * Effects that differ from those of `balanced`. If a flag is off and not set here, detectors of your own with that
   * flag still run, and block.
   */
  readonly detectors?: Readonly<Partial<Record<ProfileDetector, DetectorEffect>>>;
  /**
   * The injection score from which a text is an attack, from 0 to 1. It is the probability of an attack where every
   * third text is one. From the default on, a suspicion of the embedded model alone below 0.9 warns and does not block;
   * a lower threshold blocks it.
   * @default 0.5
   */
  readonly injectionThreshold?: number;
  /** The confidence from which sensitive data is reported, from 0 to 1. @default 0.5 */
  readonly minConfidence?: number;
  /** Whether results state the places of sensitive data, which masking needs. @default true */
  readonly masking?: boolean;
}

/** Options of `localScanner`. */
export interface LocalScannerOptions {
  /**
   * The profile. `balanced` refuses injection, sensitive data, malicious URLs, images in answers that carry data out
   * and, in code, malicious code. `strict` also looks for toxic content and destructive database statements, and
   * refuses malicious code anywhere and every URL that carries data out. @default 'balanced'
   */
  readonly profile?: 'balanced' | 'strict' | LocalProfile;
  /** Detectors of your own, in addition to the built-in ones. */
  readonly detectors?: readonly Detector[];
  /** Rules for sensitive data instead of the built-in ones. @default dlpRules */
  readonly rules?: readonly Rule[];
  /** Values that are never sensitive: a string for a whole match in any case, or an expression for a whole match. */
  readonly allow?: AllowList;
  /**
   * Whether samples in documentation count as sensitive: keys of vendors' manuals (`AKIA...EXAMPLE`), `123-45-6789`,
   * private, local and documentation addresses of IPv4. Test cards and `example.com` are always sensitive. @default
   * false
   */
  readonly documentationSamples?: boolean;
  /** The lists and heuristics for URLs. @default urlCategories(), the built-in lists and heuristics */
  readonly urls?: UrlCategories;
  /** Returns the time in milliseconds, for `latencyMs`. @default performance.now */
  readonly now?: () => number;
}

/** Options as the scanner uses them. */
export interface ResolvedLocalOptions {
  readonly profileName: string;
  readonly effects: ProfileEffects;
  /** Flags for which only detectors of the user's own run. */
  readonly ownOnly: ReadonlySet<ProfileDetector>;
  /** Whether malicious code is looked for in prose too. */
  readonly codeAnywhere: boolean;
  /** Whether every address that carries data out is refused. Otherwise only one that an answer loads by itself is. */
  readonly refusesExfiltration: boolean;
  readonly injectionThreshold: number;
  readonly minConfidence: number;
  readonly masking: boolean;
  readonly detectors: readonly Detector[];
  readonly rules: readonly Rule[];
  readonly isAllowed: ((match: string) => boolean) | undefined;
  readonly documentationSamples: boolean;
  readonly urls: UrlCategories;
  readonly now: () => number;
}

/** The default effects. Toxic words and database statements also occur in honest texts, so they are off. */
const BALANCED: ProfileEffects = {
  injection: 'block',
  urlCats: 'block',
  dlp: 'block',
  maliciousCode: 'block',
  topicViolation: 'block',
  toxicContent: 'off',
  dbSecurity: 'off',
};
const PRESETS: ReadonlyMap<unknown, ProfileEffects> = new Map([
  ['balanced', BALANCED],
  ['strict', { ...BALANCED, toxicContent: 'block', dbSecurity: 'block' }],
]);

const EFFECTS: ReadonlySet<string> = new Set(['block', 'alert', 'allow', 'off']);
const OPTIONS: ReadonlySet<string> = new Set([
  'profile',
  'detectors',
  'rules',
  'allow',
  'documentationSamples',
  'urls',
  'now',
]);
const PROFILE: ReadonlySet<string> = new Set([
  'name',
  'detectors',
  'injectionThreshold',
  'minConfidence',
  'masking',
]);

/**
 * Completes and checks the options.
 * @throws GuardrailError `ERR_GUARDRAIL_CONFIG` for an unknown key or a value that is not valid
 */
export function resolveLocalOptions(options: LocalScannerOptions): ResolvedLocalOptions {
  refuseUnknownKeys('localScanner', options, OPTIONS);
  const given = options.profile ?? 'balanced';
  const preset = PRESETS.get(given);
  const profile: LocalProfile = typeof given === 'object' && given !== null ? given : {};
  if (preset === undefined && given !== profile) {
    throw configError('localScanner profile must be balanced, strict or an object');
  }
  refuseUnknownKeys('localScanner profile', profile, PROFILE);
  checkProfile(profile);
  const detectors = options.detectors ?? [];
  checkLists(options, detectors);
  const effects = effectsOf(preset ?? BALANCED, profile.detectors ?? {});
  const ownOnly = new Set(
    detectors
      .map(({ flag }) => flag)
      .filter((flag) => effects[flag] === 'off' && profile.detectors?.[flag] === undefined),
  );
  return {
    profileName: profile.name ?? DEFAULT_PROFILE_NAME,
    effects: { ...effects, ...Object.fromEntries([...ownOnly].map((flag) => [flag, 'block'])) },
    ownOnly,
    codeAnywhere: given === 'strict',
    refusesExfiltration: given === 'strict',
    injectionThreshold: fraction('injectionThreshold', profile.injectionThreshold ?? INJECTION_THRESHOLD),
    minConfidence: fraction('minConfidence', profile.minConfidence ?? 0.5),
    masking: profile.masking ?? true,
    detectors,
    rules: options.rules ?? dlpRules,
    isAllowed: allowing(options.allow ?? []),
    documentationSamples: options.documentationSamples ?? false,
    urls: options.urls ?? urlCategories(),
    now: options.now ?? (() => performance.now()),
  };
}

function checkProfile({ name, masking, detectors }: LocalProfile): void {
  if (name !== undefined && (typeof name !== 'string' || name === ''))
    throw configError('localScanner profile.name must be text');
  if (masking !== undefined && typeof masking !== 'boolean')
    throw configError('localScanner profile.masking must be true or false');
  if (detectors !== undefined && (typeof detectors !== 'object' || detectors === null))
    throw configError('localScanner profile.detectors must be an object');
}

function checkLists(
  { rules, urls, now, documentationSamples = false }: LocalScannerOptions,
  detectors: readonly Detector[],
): void {
  if (typeof documentationSamples !== 'boolean')
    throw configError('localScanner documentationSamples must be true or false');
  assertDetectors('localScanner', detectors);
  assertRules('localScanner', rules);
  if (urls !== undefined && typeof urls?.categorize !== 'function')
    throw configError('localScanner urls must come from urlCategories()');
  if (now !== undefined && typeof now !== 'function')
    throw configError('localScanner now must be a function');
}

function effectsOf(preset: ProfileEffects, given: NonNullable<LocalProfile['detectors']>): ProfileEffects {
  refuseUnknownKeys('localScanner profile.detectors', given, new Set(PROFILE_DETECTORS));
  const effects = { ...preset };
  for (const name of PROFILE_DETECTORS) {
    const effect = given[name];
    if (effect === undefined) continue;
    if (!EFFECTS.has(effect)) {
      throw configError(`localScanner profile.detectors.${name} must be block, alert, allow or off`);
    }
    effects[name] = effect;
  }
  return effects;
}

function fraction(name: string, value: number): number {
  if (typeof value === 'number' && value >= 0 && value <= 1) return value;
  throw configError(`localScanner profile.${name} must be from 0 to 1`);
}
