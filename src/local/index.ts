export { findSensitive } from './detect.js';
export type { LocalScannerOptions } from './options.js';
export { localScanner } from './scanner.js';
