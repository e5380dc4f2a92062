import {
  canRedact,
  type Guardrail,
  type GuardrailOptions,
  createGuardrail as makeGuardrail,
  resolvePolicy,
  type SpanFinder,
} from './guard/index.js';
import type { LocalScannerOptions } from './local/index.js';
import { type ContentScanner, failedScan, isGuardrailError, writtenDown } from './scan/index.js';

// Everything here that an application may never need is loaded at first use: the client of the cloud with its schemas,
// the embedded engine, and its rules for sensitive data.

/** Options of `createGuardrail`. Every option has a default. */
export interface CreateGuardrailOptions extends Omit<GuardrailOptions, 'scanner'> {
  /**
   * The scanner.
   * @default airsScanner() from the environment; without a key every scan fails, and the policy fails closed
   */
  readonly scanner?: ContentScanner;
}

/**
 * Makes a guardrail. The default scanner is the Prisma AIRS cloud with the key from the environment. If a redacting
 * policy needs spans that the scanner did not give, the embedded DLP rules find them. If the policy has
 * `onScanFailure: 'local'`, the embedded engine is loaded after a failed scan and decides.
 * @throws GuardrailConfigError for an option that is not valid
 * @example
 * const guardrail = createGuardrail({ policy: 'redact' });
 * const { text, outcome } = await guardrail.checkPrompt('My card is ...');
 */
export function createGuardrail(options: CreateGuardrailOptions = {}): Guardrail {
  const scanner = options.scanner ?? cloudScanner();
  const isRedacting = mayRedact(options.policy) || options.telemetry?.content === 'redacted';
  const needsFinder = options.spanFinder === undefined && isRedacting && isScanner(scanner);
  return makeGuardrail({
    localScanner: embeddedEngine(),
    ...options,
    ...(needsFinder ? withFinder(scanner) : { scanner }),
  });
}

/** Tells whether a policy may rewrite texts. The guard refuses a policy that is not valid. */
function mayRedact(policy: GuardrailOptions['policy']): boolean {
  try {
    return canRedact(resolvePolicy(policy));
  } catch {
    return false;
  }
}

/** Tells whether a value has the shape of a scanner. The guard refuses any other value. */
function isScanner(scanner: unknown): boolean {
  return typeof scanner === 'object' && scanner !== null && 'scan' in scanner;
}

/** Makes the cloud scanner from the environment. It is loaded at the first scan. */
function cloudScanner(): ContentScanner {
  let cloud: ContentScanner | undefined;
  const load = async (): Promise<ContentScanner> => {
    cloud ??= (await import('./airs/index.js')).airsScanner();
    return cloud;
  };
  return {
    name: 'airs',
    configuration: async () => (await load()).configuration?.() ?? '',
    scan: async (request, options) => (await load()).scan(request, options),
  };
}

/**
 * Returns a scanner with the embedded rules as its span finder. The rules are loaded in parallel with the first scan,
 * and no scan ends before they are loaded, because spans are searched for after a scan. If they do not load, nothing is
 * found, and the guard blocks what it would have redacted.
 */
function withFinder(scanner: ContentScanner): { scanner: ContentScanner; spanFinder: SpanFinder } {
  let find: SpanFinder | undefined;
  let loading: Promise<void> | undefined;
  const load = async (): Promise<void> => {
    try {
      find = (await import('./local/dlp.js')).findSensitive;
    } catch {
      // Loading may succeed the next time.
      loading = undefined;
    }
  };
  const { findStream, lookahead, configuration } = scanner;
  return {
    scanner: {
      name: scanner.name,
      ...(findStream !== undefined && { findStream: findStream.bind(scanner) }),
      ...(lookahead !== undefined && { lookahead }),
      ...(configuration !== undefined && { configuration: configuration.bind(scanner) }),
      async scan(request, options) {
        if (find !== undefined) return scanner.scan(request, options);
        loading ??= load();
        const result = await scanner.scan(request, options);
        await loading;
        return result;
      },
    },
    spanFinder(text, field) {
      if (find === undefined) throw new Error('The rules for sensitive data did not load');
      return find(text, field);
    },
  };
}

/**
 * Returns a guardrail unchanged, or makes one from options.
 * @throws GuardrailConfigError for an option that is not valid
 */
export function guardrailOf(options: Guardrail | CreateGuardrailOptions): Guardrail {
  return isGuardrail(options) ? options : createGuardrail(options);
}

function isGuardrail(options: Guardrail | CreateGuardrailOptions): options is Guardrail {
  return 'checkPrompt' in options;
}

/**
 * Makes the embedded engine's scanner. The engine is loaded and built at the first scan, because most guardrails never
 * need it. If options are not valid or the engine does not load, scans fail.
 */
export function embeddedEngine(options?: LocalScannerOptions): ContentScanner {
  let loading: Promise<ContentScanner> | undefined;
  const load = async (): Promise<ContentScanner> => (await import('./local/index.js')).localScanner(options);
  return {
    name: 'local',
    configuration: () => writtenDown(options),
    async scan(request, scanOptions) {
      loading ??= load();
      try {
        await loading;
      } catch (error) {
        // Loading may succeed the next time.
        loading = undefined;
        const why = isGuardrailError(error) ? error.message : 'The embedded engine did not load';
        return failedScan(request, why, 0, { kind: 'config' });
      }
      return (await loading).scan(request, scanOptions);
    },
  };
}
