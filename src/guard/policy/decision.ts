import type { ScanResult } from '../../scan/index.js';
import type { Direction } from './effects.js';
import type { Redaction } from './redacted-span.js';

/** The outcome of a check: the text passes, passes with a report, is rewritten, or is refused. */
export type Outcome = 'allow' | 'warn' | 'redact' | 'block';

/** The reason for a block: a finding, a failed scan, or a redaction that could not be completed. */
export type BlockReason = 'violation' | 'scan_failed' | 'redaction_failed';

/** The answer of a check. */
export interface Decision {
  readonly direction: Direction;
  readonly outcome: Outcome;
  /** The text to use from here on: the text itself, the redacted text, or `''` if blocked. */
  readonly text: string;
  readonly result: ScanResult;
  /** The replacements, in order. Empty unless the outcome is `redact`. */
  readonly redactions: readonly Redaction[];
  /** The reason, if blocked. */
  readonly reason?: BlockReason;
  /** The number of images, sounds, PDFs and other files with the text that nobody judged. */
  readonly unscanned?: number;
  /**
   * The number of placeholders in the text that could not be put back. With `state` this happens if the store is down,
   * or if the session was forgotten or is too old.
   */
  readonly unrestored?: number;
}

/** The outcome by the policy, before any redaction is tried. */
export interface Ruling {
  readonly outcome: Outcome;
  readonly reason?: BlockReason;
  /** The detectors whose findings are replaced. */
  readonly redact: readonly string[];
}

/** All outcomes, from the laxest to the strictest. */
export const OUTCOMES: readonly Outcome[] = ['allow', 'warn', 'redact', 'block'];

/** Returns the strictness of an outcome as a number that can be compared. */
export function strictness(outcome: Outcome): number {
  return OUTCOMES.indexOf(outcome);
}
