import { isFailedScan, type ScanResult } from '../../scan/index.js';
import { EXIT, type ExitCode } from '../exit-codes.js';

/** The end of a scan, by the scanner's action or by the policy's decision. */
export type ScanEnd = 'allow' | 'warn' | 'block' | 'failed';

const CODES: Readonly<Record<ScanEnd, ExitCode>> = {
  allow: EXIT.ok,
  warn: EXIT.warn,
  block: EXIT.block,
  failed: EXIT.failed,
};

/** Returns the exit code of an end. */
export function codeOf(end: ScanEnd): ExitCode {
  return CODES[end];
}

/** Returns the end of a scan without a policy. */
export function endOf(result: ScanResult): ScanEnd {
  return isFailedScan(result) ? 'failed' : result.action;
}

const ORDER: readonly ScanEnd[] = ['allow', 'warn', 'block', 'failed'];

/** Returns the worst of several ends. A failed scan has judged nothing, so it is the worst. */
export function worstEnd(ends: readonly ScanEnd[]): ScanEnd {
  return ends.reduce((a, b) => (ORDER.indexOf(b) > ORDER.indexOf(a) ? b : a), 'allow');
}
