import type { ScanResult } from '../../scan/index.js';
import type { BlockReason, Decision, Outcome } from '../policy/decision.js';
import type { ToolCheck } from '../tool-event.js';
import type { Arrivals } from './arrivals.js';
import type { Lane, LaneKind } from './lane.js';
import type { LaneBuffer } from './lane-buffer.js';

/**
 * Judges the text of one answer as it flows: lanes take it in, `releasedTo` of a lane says what may leave. Scans are made
 * one at a time; whatever comes while one is under way is judged by the next, so their number follows from how long they
 * take. Only the last one, of the whole answer, does not wait for the one under way.
 */
export interface Verifier {
  openLane(kind: LaneKind): Lane;
  /** Reads the blocks of a kind in the order their pieces arrive. */
  arrivalsOf(kind: 'text' | 'reasoning'): Arrivals;
  /**
   * The call of a tool comes next: the ends of closed blocks leave without waiting for the block that follows, because
   * a loop of tools must not wait for words. They leave up to the last place where nothing sensitive can be growing; the
   * rest waits for what follows. What is completed behind the call all the same is refused.
   */
  settleBlocks(): void;
  /** No more text comes. */
  end(): void;
  /**
   * Starts the next scan if one is due. The promise settles with the first of the scans under way, and rejects with
   * GuardrailViolationError, GuardrailScanError or the abort reason; undefined where there is nothing to wait for.
   */
  work(): Promise<void> | undefined;
  /** The last blocks of each kind: an answer that follows in the same stream reads on from them. */
  readonly lastLanes: ReadonlyMap<LaneKind, LaneBuffer>;
  /** What became of the response, once that is known: at most one. */
  readonly verdicts: readonly ResponseVerdict[];
  /** Whether anything has been replaced. */
  readonly rewritten: boolean;
  /** How much text is held, in UTF-16 code units. */
  readonly heldChars: number;
  /**
   * The check of a tool of the answer within `maxHoldMs` and what is left of `deadlineMs`: at the limit it counts as a
   * scan that failed. Rejects as the check does, and with GuardrailScanError or GuardrailViolationError at the limit.
   */
  withinBudget(tool: ToolCheck, check: (signal: AbortSignal) => Promise<Decision>): Promise<Decision>;
  /**
   * Opens the judging of a tool's input as it comes, within the limits of the answer. The check of the whole input is made
   * besides, and is what counts. Nothing is returned where the policy may rewrite the input: it is held to its end.
   */
  openToolInput(tool: Pick<ToolCheck, 'name'>): ToolInputStream | undefined;
  /** Refuses the rest: a finding lies in a place that cannot be rewritten. Throws GuardrailViolationError. */
  refuse(): never;
  /** Gives the rest up: scans under way are aborted with the reason, and nothing is judged after it. */
  stop(reason: unknown): void;
}

/** Something of a tool's input that is held until it may leave. */
export interface HeldInput {
  ready(): boolean;
  /** Lets it leave, once, in order. */
  take(): void;
}

/**
 * Judges the input of a tool as it comes, in windows as words are, so that it need not be held to its end. What has left has
 * been judged with what stood in front of it; the whole input has a check of its own, behind which the call leaves.
 */
export interface ToolInputStream {
  /** Takes the next piece of the input. */
  push(piece: string): HeldInput;
  /** Takes a text that goes along with the input, such as metadata of the provider. */
  judgeBeside(text: string): HeldInput;
  /** Whether any of the input may leave. */
  readonly begun: boolean;
  /** Starts the scan that is due; rejects with a refusal or the abort reason, undefined where nothing is to be waited for. */
  work(): Promise<void> | undefined;
  /** The input is whole, and its own check judges it: no more windows are scanned. */
  complete(): void;
  /** What was refused: at most one. */
  readonly verdicts: readonly ResponseVerdict[];
}

/** What became of a response that streams. */
export interface ResponseVerdict {
  readonly outcome: Outcome;
  readonly reason?: BlockReason;
  /** How many places were replaced. */
  readonly redactions: number;
  /** The strictest verdict. */
  readonly result: ScanResult;
}
