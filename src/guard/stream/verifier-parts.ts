import type { ScanResult, SpanStream } from '../../scan/index.js';
import type { Policy } from '../policy/policy.js';
import type { Replace, SpanFinder } from '../redaction/redact-text.js';
import type { Reading } from '../segments/readings.js';
import type { LaneBuffer, LaneKind } from './lane-buffer.js';
import type { ResolvedStreamOptions } from './stream-options.js';
import type { ResponseVerdict, Verifier } from './verifier-face.js';

/** What a verifier needs of its guardrail. */
export interface VerifierParts {
  readonly policy: Policy;
  readonly options: ResolvedStreamOptions;
  /** How much text must have been seen behind a place before it leaves. */
  readonly lookahead: number;
  /** Aborts the scans; the abort reason is thrown as it is. */
  readonly signal: AbortSignal | undefined;
  /**
   * Judges a text of the answer; with its prompt beside it where `withPrompt` is set. Spans of the result have their places
   * in the text as it stands. Where a limit is reached, the result is that of a scan that failed. Rejects only with an
   * abort reason.
   */
  scan(reading: Reading, withPrompt: boolean, signal: AbortSignal): Promise<ScanResult>;
  /** How many scans were made. */
  scans(): number;
  readonly withinBudget: Verifier['withinBudget'];
  readonly replace: Replace;
  readonly spanFinder: SpanFinder | undefined;
  /** For each lane, what finds sensitive data while it flows. */
  findStream(): SpanStream | undefined;
  /** The last blocks of the answer before this one in the same stream, whose ends are read with its beginning. */
  readonly after?: ReadonlyMap<LaneKind, LaneBuffer> | undefined;
  /** Told once, of what became of the response. */
  onSettled(verdict: ResponseVerdict): void;
}
