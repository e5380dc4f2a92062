import type { ScanResult } from '../../scan/index.js';
import type { Direction } from './effects.js';
import type { Redaction } from './redacted-span.js';

/** What becomes of a text. */
export type Outcome = 'allow' | 'warn' | 'redact' | 'block';

/** Why a text was blocked: a finding, a scan that failed, or a redaction that could not be done in full. */
export type BlockReason = 'violation' | 'scan_failed' | 'redaction_failed';

/** The answer of a check. */
export interface Decision {
  readonly direction: Direction;
  readonly outcome: Outcome;
  /** What may be used from here on: the text itself, the redacted text, or nothing (`''`) when blocked. */
  readonly text: string;
  readonly result: ScanResult;
  /** What was replaced, in order; empty unless the outcome is `redact`. */
  readonly redactions: readonly Redaction[];
  /** Why, when blocked. */
  readonly reason?: BlockReason;
  /** How many images, sounds, PDFs and other files went along with the text that nobody judged. */
  readonly unscanned?: number;
  /**
   * How many placeholders stand in the text that could not be put back: with `state`, where the store is down, or the session
   * was forgotten or is too old.
   */
  readonly unrestored?: number;
}

/** The outcome by policy, before any redaction has been tried. */
export interface Ruling {
  readonly outcome: Outcome;
  readonly reason?: BlockReason;
  /** Detectors whose findings are to be replaced. */
  readonly redact: readonly string[];
}

/** All outcomes, the laxest first. */
export const OUTCOMES: readonly Outcome[] = ['allow', 'warn', 'redact', 'block'];

/** Returns how strict an outcome is, to compare it with others. */
export function strictness(outcome: Outcome): number {
  return OUTCOMES.indexOf(outcome);
}
