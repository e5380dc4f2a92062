import {
  assertScanner,
  type ContentScanner,
  GuardrailConfigError,
  isFailedScan,
  oneOfKeys,
} from '../scan/index.js';
import { isIncomplete, reportsFinding } from './ask.js';
import { askInFull } from './in-parts.js';
import { streamAware } from './stream-aware.js';
import { unite } from './unite.js';

/** Options of `fallbackScanner`. */
export interface FallbackScannerOptions {
  /**
   * The name for events and logs.
   * @default 'fallback(primary, secondary)' with the names of both
   */
  readonly name?: string;
}

/**
 * Makes a scanner that asks the secondary if the primary fails or gives no full answer. The secondary's verdict counts
 * unchanged, but is marked `degraded`, so that the policy's `onScanFailure` decides what it is worth. `source` names
 * the scanner that gave it. Findings of a degraded primary still count: then the stricter of both verdicts wins. If
 * both fail, the result is the primary's.
 * @throws GuardrailConfigError for an option that is not valid
 * @example
 * const scanner = fallbackScanner(airsScanner(), localScanner());
 */
export function fallbackScanner(
  primary: ContentScanner,
  secondary: ContentScanner,
  options: FallbackScannerOptions = {},
): ContentScanner {
  assertScanner('primary', primary);
  assertScanner('secondary', secondary);
  oneOfKeys('options', options, ['name'] satisfies readonly (keyof FallbackScannerOptions)[]);
  const { name = `fallback(${primary.name}, ${secondary.name})` } = options;
  if (typeof name !== 'string') throw new GuardrailConfigError('name', 'must be a string');
  return {
    name,
    ...streamAware(primary, secondary),
    async scan(request, { signal } = {}) {
      const first = await askInFull(primary, request, signal);
      if (!isIncomplete(first)) return first;
      const second = await askInFull(secondary, request, signal);
      if (isFailedScan(second)) return first;
      const verdict = reportsFinding(first) ? unite(request, [second, first]) : second;
      return {
        ...verdict,
        degraded: true,
        latencyMs: first.latencyMs + second.latencyMs,
        source: verdict.source ?? secondary.name,
      };
    },
  };
}
