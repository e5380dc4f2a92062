import type { ContentScanner } from '../scan/index.js';
import { INJECTION_MODEL } from './injection/weights.js';
import type { LocalScannerOptions } from './options.js';
import { makeLocalScanner } from './scanner.js';

/**
 * Makes a scanner that judges in this process. It needs no network and no key, and keeps nothing after the call.
 * @throws GuardrailError `ERR_GUARDRAIL_CONFIG` for an option that is not valid
 */
export function localScanner(options: LocalScannerOptions = {}): ContentScanner {
  return makeLocalScanner(options, INJECTION_MODEL);
}

export * from './dlp.js';
export {
  type DetectorEffect,
  type LocalProfile,
  type LocalScannerOptions,
  PROFILE_DETECTORS,
  type ProfileDetector,
} from './options.js';
export {
  type DomainList,
  type DomainSet,
  domainSet,
  type UrlCategories,
  type UrlCategoriesOptions,
  urlCategories,
} from './urls/index.js';
