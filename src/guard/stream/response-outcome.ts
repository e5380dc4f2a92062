import type { ScanResult } from '../../scan/index.js';
import { type BlockReason, type Outcome, strictness } from '../policy/decision.js';
import { withFoundInFlow } from './found-in-flow.js';
import type { ResponseVerdict } from './verifier-face.js';

/** What becomes of a response, as its scans say it one by one. */
export interface ResponseOutcome {
  /** What became of it, once that is known: at most one. */
  readonly verdicts: readonly ResponseVerdict[];
  /** The strictest verdict so far. */
  readonly worst: { readonly outcome: Outcome; readonly result: ScanResult } | undefined;
  /** Counts the verdict of one scan in. */
  note(outcome: Outcome, result: ScanResult): void;
  /** Says what became of the response; only the first time counts. */
  settle(outcome: Outcome, result: ScanResult, reason?: BlockReason): void;
}

/**
 * Makes the outcome of one response.
 * @param redactions counts the places that were replaced
 * @param onSettled told once, when the outcome is known
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
