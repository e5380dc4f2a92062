import { isFailedScan, type ScanResult } from '../../scan/index.js';
import { EXIT, type ExitCode } from '../exit-codes.js';

/** How a scan ends by what the scanner says, or by what a policy made of it. */
export type ScanEnd = 'allow' | 'warn' | 'block' | 'failed';

const CODES: Readonly<Record<ScanEnd, ExitCode>> = {
  allow: EXIT.ok,
  warn: EXIT.warn,
  block: EXIT.block,
  failed: EXIT.failed,
};

/** The exit code of an end. */
export function codeOf(end: ScanEnd): ExitCode {
  return CODES[end];
}

/** The end of a scan without a policy. */
export function endOf(result: ScanResult): ScanEnd {
  return isFailedScan(result) ? 'failed' : result.action;
}

const ORDER: readonly ScanEnd[] = ['allow', 'warn', 'block', 'failed'];

/** The worst of several ends: what failed has not been judged, so nothing is worse. */
export function worstEnd(ends: readonly ScanEnd[]): ScanEnd {
  return ends.reduce((a, b) => (ORDER.indexOf(b) > ORDER.indexOf(a) ? b : a), 'allow');
}
