import { type AirsScannerOptions, airsScanner, hasAirsCredential } from './airs/index.js';
import { embeddedEngine } from './defaults.js';
import { oneOfKeys } from './guard/index.js';
import { sensitiveData } from './local/dlp.js';
import type { LocalScannerOptions } from './local/index.js';
import type { ContentScanner, SpanStream } from './scan/index.js';

/**
 * Returns the engine's finder for streams. It uses the part of the engine that every guardrail already has, because a
 * stream is opened before the engine is loaded. Returns an empty object if the profile looks for no sensitive data.
 */
function streamFinder(options: LocalScannerOptions = {}): Pick<ContentScanner, 'findStream' | 'lookahead'> {
  const { profile, rules, detectors, allow } = options;
  const { minConfidence, detectors: effects } = typeof profile === 'object' ? profile : {};
  if (effects?.dlp === 'off') return {};
  const given = {
    ...(rules !== undefined && { rules }),
    ...(detectors !== undefined && { detectors }),
    ...(allow !== undefined && { allow }),
    ...(minConfidence !== undefined && { minConfidence }),
  };
  let open: (() => SpanStream) | undefined;
  const detector = () => {
    try {
      return Object.keys(given).length === 0 ? sensitiveData() : sensitiveData(given);
    } catch {
      // With such options every scan fails. If the policy lets failed scans pass, streams are still redacted by the
      // default rules.
      return sensitiveData();
    }
  };
  return {
    lookahead: 0,
    findStream() {
      open ??= detector().findStream;
      return open();
    },
  };
}

const LOCAL_KEYS = [
  'profile',
  'detectors',
  'rules',
  'allow',
  'urls',
  'now',
] as const satisfies readonly (keyof LocalScannerOptions)[];

/** Options of `autoScanner`. */
export interface AutoScannerOptions {
  /** Options of the cloud scanner. */
  readonly airs?: AirsScannerOptions;
  /** Options of the embedded engine, which is used if there is no key. */
  readonly local?: LocalScannerOptions;
}

/**
 * Makes a scanner of the Prisma AIRS cloud if an API key or token is given, set by `init` or in the environment.
 * Otherwise it makes one of the embedded engine. The choice is made once, in this call, and `name` shows it:
 * `auto(airs)` or `auto(local)`. A key that the service refuses makes scans fail. It does not change the choice. The
 * embedded engine is loaded at its first scan. If its options are not valid, that scan fails and says so. Its rules for
 * sensitive data are available at once, so that a stream is redacted as it flows.
 * @throws GuardrailConfigError, AirsError or GuardrailError for an option that is not valid
 */
export function autoScanner(options: AutoScannerOptions = {}): ContentScanner {
  oneOfKeys('options', options, ['airs', 'local'] satisfies readonly (keyof AutoScannerOptions)[]);
  oneOfKeys('options.local', options.local ?? {}, LOCAL_KEYS);
  const { client, profileName, profileId, now, ...clientOptions } = options.airs ?? {};
  // It is made in any case, so that a mistake in its options shows on a developer's machine without a key.
  const cloud = airsScanner(options.airs);
  const isCloud = client !== undefined || hasAirsCredential(clientOptions);
  const scanner = isCloud ? cloud : { ...embeddedEngine(options.local), ...streamFinder(options.local) };
  const { findStream, lookahead, configuration } = scanner;
  return {
    name: `auto(${scanner.name})`,
    scan: (request, scanOptions) => scanner.scan(request, scanOptions),
    ...(findStream !== undefined && { findStream }),
    ...(lookahead !== undefined && { lookahead }),
    ...(configuration !== undefined && { configuration: () => configuration.call(scanner) }),
  };
}
