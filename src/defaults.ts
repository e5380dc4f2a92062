import { airsScanner } from './airs/index.js';
import { type Guardrail, type GuardrailOptions, createGuardrail as makeGuardrail } from './guard/index.js';
import { findSensitive } from './local/index.js';
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
