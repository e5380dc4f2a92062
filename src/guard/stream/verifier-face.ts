import type { ScanResult } from '../../scan/index.js';
import type { BlockReason, Decision, Outcome } from '../policy/decision.js';
import type { ToolCheck } from '../tool-event.js';
import type { Arrivals } from './arrivals.js';
import type { Lane, LaneKind } from './lane.js';
import type { LaneBuffer } from './lane-buffer.js';

/**
 * Judges the text of one answer as it streams. Lanes take text in, and `releasedTo` of a lane tells how much may leave.
 * Scans run one at a time, and text that comes during a scan is judged by the next. So the number of scans depends on
 * their duration. Only the last scan, of the whole answer, does not wait for the one under way.
 */
export interface Verifier {
  openLane(kind: LaneKind): Lane;
  /** Returns the blocks of a kind in the order in which their pieces arrive. */
  arrivalsOf(kind: 'text' | 'reasoning'): Arrivals;
  /**
   * Tells the verifier that a tool call comes next. The ends of closed blocks then leave without waiting for the next
   * block, because a loop of tools must not wait for words. They leave up to the last place where nothing sensitive can
   * be growing. The rest waits for what follows. A finding that is completed after the call is refused.
   */
  settleBlocks(): void;
  /** Ends the text. */
  end(): void;
  /**
   * Starts the next scan if one is due. The promise settles with the first scan under way, and rejects with
   * GuardrailViolationError, GuardrailScanError or the abort reason. Returns undefined if there is nothing to wait for.
   */
  work(): Promise<void> | undefined;
  /** The last blocks of each kind. The next answer in the same stream continues them. */
  readonly lastLanes: ReadonlyMap<LaneKind, LaneBuffer>;
  /** The outcome of the response, once it is known. There is at most one. */
  readonly verdicts: readonly ResponseVerdict[];
  /** Whether anything was replaced. */
  readonly rewritten: boolean;
  /** The length of held text, in UTF-16 code units. */
  readonly heldChars: number;
  /**
   * Runs the check of a tool of the answer within `maxHoldMs` and the rest of `deadlineMs`. At the limit the check
   * counts as a failed scan. Rejects as the check does, and at the limit with GuardrailScanError or
   * GuardrailViolationError.
   */
  withinBudget(tool: ToolCheck, check: (signal: AbortSignal) => Promise<Decision>): Promise<Decision>;
  /**
   * Opens the judging of a tool's input as it streams, within the limits of the answer. The whole input also gets a
   * check, and that check counts. Returns undefined if the policy may rewrite the input, which is then held to its end.
   */
  openToolInput(tool: Pick<ToolCheck, 'name'>): ToolInputStream | undefined;
  /** Refuses the rest because a finding lies in a place that cannot be rewritten. Throws GuardrailViolationError. */
  refuse(): never;
  /** Gives up the rest. Scans under way are aborted with the reason, and nothing is judged afterwards. */
  stop(reason: unknown): void;
}

/** A part of a tool's input that is held until it may leave. */
export interface HeldInput {
  ready(): boolean;
  /** Lets it leave. Call it once, in order. */
  take(): void;
}

/**
 * Judges the input of a tool as it streams, in windows like words, so that it need not be held to its end. Text that
 * has left was judged together with the text before it. The whole input has a check of its own, and the call waits for
 * that check.
 */
export interface ToolInputStream {
  /** Takes the next piece of the input. */
  push(piece: string): HeldInput;
  /** Takes a text that comes with the input, such as metadata of the provider. */
  judgeBeside(text: string): HeldInput;
  /** Whether any of the input may leave. */
  readonly begun: boolean;
  /**
   * Starts the scan that is due. The promise rejects with a refusal or the abort reason. Returns undefined if there is
   * nothing to wait for.
   */
  work(): Promise<void> | undefined;
  /** Tells that the input is complete. Its own check judges it, so no more windows are scanned. */
  complete(): void;
  /** The refusals. There is at most one. */
  readonly verdicts: readonly ResponseVerdict[];
}

/** The outcome of a response that streams. */
export interface ResponseVerdict {
  readonly outcome: Outcome;
  readonly reason?: BlockReason;
  /** The number of replaced places. */
  readonly redactions: number;
  /** The strictest verdict. */
  readonly result: ScanResult;
}
