export { findSensitive } from './detect.js';
export type { DetectorEffect, LocalScannerOptions, ProfileDetector } from './options.js';
export { localScanner } from './scanner.js';
