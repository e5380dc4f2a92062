import type { Redaction } from '../policy/redacted-span.js';

/** The kind of a lane's text: words of the answer, reasoning of the model, or a part that comes whole. */
export type LaneKind = 'text' | 'reasoning' | 'other';

/** One block of a stream. Offsets are UTF-16 code units from the block's start, in the text as it came. */
export interface Lane {
  readonly kind: LaneKind;
  /** The length of the text that has come. */
  readonly length: number;
  /** The length of the text that may leave. */
  readonly releasedTo: number;
  /** Whether no more text comes. */
  readonly closed: boolean;
  /** Whether anything in it was replaced. */
  readonly rewritten: boolean;
  /** The replacements, in order. */
  readonly redactions: readonly Redaction[];
  push(text: string): void;
  /** Ends the text. */
  close(): void;
  /**
   * Returns the text between two offsets as it leaves. The replacement of a finding is at the start of the finding.
   * Take each part once, in order.
   */
  take(from: number, to: number): string;
  /** Returns the text between two offsets without taking it. Forgotten text is left out. */
  read(from: number, to: number): string;
  /** Tells whether an offset lies inside a replaced place. */
  isInsideReplaced(offset: number): boolean;
}
