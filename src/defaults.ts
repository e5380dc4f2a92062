import { type AirsScannerOptions, airsScanner, hasAirsCredential } from './airs/index.js';
import {
  type Guardrail,
  type GuardrailOptions,
  createGuardrail as makeGuardrail,
  oneOfKeys,
} from './guard/index.js';
import { findSensitive, type LocalScannerOptions, localScanner } from './local/index.js';
import type { ContentScanner } from './scan/index.js';

/** Options of `createGuardrail`; everything has a default. */
export interface CreateGuardrailOptions extends Omit<GuardrailOptions, 'scanner'> {
  /** @default airsScanner() from the environment; without a key every scan fails, and the policy fails closed */
  readonly scanner?: ContentScanner;
}

/**
 * Makes a guardrail. The scanner defaults to the Prisma AIRS cloud with the environment's key; where a redacting
 * policy needs spans that the scanner did not give, the embedded DLP rules find them.
 * @throws GuardrailConfigError for an option that is not valid
 */
export function createGuardrail(options: CreateGuardrailOptions = {}): Guardrail {
  return makeGuardrail({ spanFinder: findSensitive, ...options, scanner: options.scanner ?? airsScanner() });
}

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
 * failed scan, no reason to change over.
 * @throws GuardrailConfigError, AirsError or GuardrailError for an option that is not valid
 */
export function autoScanner(options: AutoScannerOptions = {}): ContentScanner {
  oneOfKeys('options', options, ['airs', 'local'] satisfies readonly (keyof AutoScannerOptions)[]);
  const { client, profileName, profileId, now, ...clientOptions } = options.airs ?? {};
  // Made in any case: a mistake in its options shows on the developer's machine, which has no key.
  const cloud = airsScanner(options.airs);
  const isCloud = client !== undefined || hasAirsCredential(clientOptions);
  const scanner = isCloud ? cloud : localScanner(options.local);
  return {
    name: `auto(${scanner.name})`,
    scan: (request, scanOptions) => scanner.scan(request, scanOptions),
  };
}
