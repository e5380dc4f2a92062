import { type AirsScannerOptions, airsScanner, hasAirsCredential } from './airs/index.js';
import { embeddedEngine } from './defaults.js';
import { oneOfKeys } from './guard/index.js';
import { sensitiveData } from './local/dlp.js';
import type { LocalScannerOptions } from './local/index.js';
import type { ContentScanner, SpanStream } from './scan/index.js';

/**
 * What the engine finds in a stream, from the part of it that every guardrail has: a stream is opened before the engine is
 * loaded. Nothing where its profile looks for no sensitive data.
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
      // Every scan fails for what is not valid there. Should the policy let it pass, no less is redacted than by default.
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
  /** For the cloud. */
  readonly airs?: AirsScannerOptions;
  /** For the embedded engine, where there is no key. */
  readonly local?: LocalScannerOptions;
}

/**
 * The Prisma AIRS cloud where an API key or token is given, set by `init` or in the environment, else the embedded
 * engine. Decided once, here; `name` says which: `auto(airs)` or `auto(local)`. A key that the service refuses is a
 * failed scan, no reason to change over. The embedded engine is loaded at its first scan; a value in its options that is
 * not valid is told by that scan, which fails. Its rules for sensitive data are there at once, so that a stream is redacted
 * as it flows.
 * @throws GuardrailConfigError, AirsError or GuardrailError for an option that is not valid
 */
export function autoScanner(options: AutoScannerOptions = {}): ContentScanner {
  oneOfKeys('options', options, ['airs', 'local'] satisfies readonly (keyof AutoScannerOptions)[]);
  oneOfKeys('options.local', options.local ?? {}, LOCAL_KEYS);
  const { client, profileName, profileId, now, ...clientOptions } = options.airs ?? {};
  // Made in any case: a mistake in its options shows on the developer's machine, which has no key.
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
