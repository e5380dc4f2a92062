import type { Redaction } from '../policy/redacted-span.js';

/** What a lane's text is: words of the answer, thoughts of the model, or a part that comes whole. */
export type LaneKind = 'text' | 'reasoning' | 'other';

/** One block of a stream as it flows. Offsets are UTF-16 code units from the block's start, in the text as it came. */
export interface Lane {
  readonly kind: LaneKind;
  /** How much has come. */
  readonly length: number;
  /** How much may leave. */
  readonly releasedTo: number;
  /** Whether no more text comes. */
  readonly closed: boolean;
  /** Whether anything in it has been replaced. */
  readonly rewritten: boolean;
  /** What has been replaced, in order. */
  readonly redactions: readonly Redaction[];
  push(text: string): void;
  /** No more text comes. */
  close(): void;
  /** The text between two offsets as it leaves: a replaced finding is where it begins. Each part is to be taken once, in order. */
  take(from: number, to: number): string;
  /** The same without taking it; nothing where it has been forgotten. */
  read(from: number, to: number): string;
  /** Whether an offset lies inside a place that has been replaced. */
  isInsideReplaced(offset: number): boolean;
}
