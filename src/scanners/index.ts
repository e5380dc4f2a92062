export type { CircuitBreakerSettings } from '../scan/index.js';
export { isIncomplete } from './ask.js';
export { type CachedScannerOptions, cachedScanner } from './cached.js';
export { classifierScanner } from './classifier.js';
export type {
  ClassifierAnswer,
  ClassifierFlag,
  ClassifierScannerOptions,
  ClassifyOptions,
  LabelScore,
} from './classifier-options.js';
export { combineScanners } from './combine.js';
export { type FallbackScannerOptions, fallbackScanner } from './fallback.js';
export { runInFull } from './in-parts.js';
export { decideLocally, isLocallyDecided, scanWithStandby } from './local-verdict.js';
export { type ResilientScannerOptions, resilientScanner } from './resilient.js';
export type { ScanStore } from './scan-store.js';
export { shareCalls } from './shared-calls.js';
export { DEFAULT_LOOKAHEAD } from './stream-aware.js';
