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

// Everything here that an application may never need is loaded when it is first needed: the client of the cloud with its
// schemas, the embedded engine, and its rules for sensitive data.

/** Options of `createGuardrail`; everything has a default. */
export interface CreateGuardrailOptions extends Omit<GuardrailOptions, 'scanner'> {
  /** @default airsScanner() from the environment; without a key every scan fails, and the policy fails closed */
  readonly scanner?: ContentScanner;
}

/**
 * Makes a guardrail. The scanner defaults to the Prisma AIRS cloud with the environment's key; where a redacting
 * policy needs spans that the scanner did not give, the embedded DLP rules find them, and where it says `local` of a
 * failed scan, the embedded engine is loaded and decides.
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

/** Whether a policy may rewrite texts. One that is not valid is the guard's to refuse. */
function mayRedact(policy: GuardrailOptions['policy']): boolean {
  try {
    return canRedact(resolvePolicy(policy));
  } catch {
    return false;
  }
}

/** Whether a value can be asked as a scanner is. Any other is the guard's to refuse. */
function isScanner(scanner: unknown): boolean {
  return typeof scanner === 'object' && scanner !== null && 'scan' in scanner;
}

/** The cloud with what the environment says, loaded at the first scan. */
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
 * Returns a scanner and the embedded rules as its span finder. The rules are loaded beside the first scan, and no scan ends
 * before they are there: spans are looked for in what a scan has judged. Where they do not load, nothing is found, and the
 * guard blocks what it would have redacted.
 */
function withFinder(scanner: ContentScanner): { scanner: ContentScanner; spanFinder: SpanFinder } {
  let find: SpanFinder | undefined;
  let loading: Promise<void> | undefined;
  const load = async (): Promise<void> => {
    try {
      find = (await import('./local/dlp.js')).findSensitive;
    } catch {
      // What did not load may do so the next time.
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
 * The guardrail itself, or one made of the options.
 * @throws GuardrailConfigError for an option that is not valid
 */
export function guardrailOf(options: Guardrail | CreateGuardrailOptions): Guardrail {
  return isGuardrail(options) ? options : createGuardrail(options);
}

function isGuardrail(options: Guardrail | CreateGuardrailOptions): options is Guardrail {
  return 'checkPrompt' in options;
}

/**
 * The embedded engine, loaded and built at the first scan: most guardrails never need it. Options that are not valid, and
 * an engine that does not load, are failed scans.
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
        // What did not load may do so the next time.
        loading = undefined;
        const why = isGuardrailError(error) ? error.message : 'The embedded engine did not load';
        return failedScan(request, why, 0, { kind: 'config' });
      }
      return (await loading).scan(request, scanOptions);
    },
  };
}
