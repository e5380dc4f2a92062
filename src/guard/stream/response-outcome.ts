import type { ScanResult } from '../../scan/index.js';
import { type BlockReason, type Outcome, strictness } from '../policy/decision.js';
import { withFoundInFlow } from './found-in-flow.js';
import type { ResponseVerdict } from './verifier-face.js';

/** The outcome of a response, collected from its scans. */
export interface ResponseOutcome {
  /** The final verdict, if it is known. There is at most one. */
  readonly verdicts: readonly ResponseVerdict[];
  /** The strictest verdict so far. */
  readonly worst: { readonly outcome: Outcome; readonly result: ScanResult } | undefined;
  /** Adds the verdict of one scan. */
  note(outcome: Outcome, result: ScanResult): void;
  /** Sets the final outcome of the response. Only the first call counts. */
  settle(outcome: Outcome, result: ScanResult, reason?: BlockReason): void;
}

/**
 * Makes the outcome of one response.
 * @param redactions counts the replaced places
 * @param onSettled called once, when the outcome is known
 */
export function createResponseOutcome(
  redactions: () => number,
  onSettled: (verdict: ResponseVerdict) => void,
): ResponseOutcome {
  const verdicts: ResponseVerdict[] = [];
  let worst: ResponseOutcome['worst'];
  return {
    verdicts,
    get worst() {
      return worst;
    },
    note(outcome, result) {
      if (worst === undefined || strictness(outcome) > strictness(worst.outcome)) worst = { outcome, result };
    },
    settle(outcome, result, reason) {
      if (verdicts.length > 0) return;
      const replaced = redactions();
      const verdict = {
        outcome,
        ...(reason !== undefined && { reason }),
        redactions: replaced,
        result: replaced > 0 ? withFoundInFlow(result) : result,
      };
      verdicts.push(verdict);
      onSettled(verdict);
    },
  };
}
