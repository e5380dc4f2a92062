import { isIncomplete, type shareCalls } from '../../scanners/index.js';
import type { CheckContext } from '../check-context.js';
import { refusalOf } from '../errors.js';
import type { Decision } from '../policy/decision.js';
import { anyFailure } from '../policy/on-failure.js';
import type { Policy } from '../policy/policy.js';
import { isJson } from '../segments/is-json.js';
import type { ConversationPart } from './conversation.js';
import { withoutExtras } from './prompt-memory.js';
import {
  isRange,
  isSelfContained,
  type Range,
  sharesOf,
  textOf,
  threadsOf,
  turnsOf,
  type Unit,
} from './ranges.js';
import type { Recollection } from './recollection.js';
import { refusedOf } from './rewrite-units.js';

/** The parts that the evaluation of ranges needs. */
export interface RangeParts {
  readonly policy: Policy;
  readonly context: CheckContext;
  readonly recollection: Recollection;
  /** Whether a refused message may be dropped. If so, it is searched for, and no error is thrown. */
  readonly drops: boolean;
  check(part: ConversationPart, text: string, context: CheckContext): Promise<Decision>;
  /** Merges equal scans that run at the same time for the same asker into one call. */
  readonly share: ReturnType<typeof shareCalls<Decision>>;
  readonly asker: string;
}

/** Judges ranges of units in one call. */
export interface RangeEvaluation {
  /**
   * Judges a range and returns whether all of it passed. If messages may be dropped, it narrows a refusal down to one
   * message. Rejects with GuardrailViolationError, GuardrailScanError or the abort reason.
   */
  evaluate(range: Range): Promise<boolean>;
  /** Returns the decision on the range that begins with a unit. */
  decisionOf(first: Unit): Decision | undefined;
}

/** Makes the evaluation of one call. */
export function createRangeEvaluation(parts: RangeParts): RangeEvaluation {
  const { drops, recollection } = parts;
  const decisions = new Map<string, Decision>();

  const evaluate = async (range: Range): Promise<boolean> => {
    const decision = await scanRange(parts, range);
    const refused = refusedOf(range, decision);
    if (refused === undefined) {
      decisions.set(range[0].id, decision);
      learnPassed(parts, range, decision);
      return true;
    }
    const { outcome, reason, result } = refused;
    if (!drops || reason === 'scan_failed') throw refusalOf(refused);
    const middle = Math.ceil(range.length / 2);
    const [first, second] = [range.slice(0, middle), range.slice(middle)];
    // The halves are judged in turn: a refusal in the first half must not be held against the second.
    if (isRange(first) && isRange(second) && !((await evaluate(first)) && (await evaluate(second))))
      return false;
    const why = { outcome, result: withoutExtras(result), redactions: [], json: false };
    const last = range.at(-1) ?? range[0];
    // Whether a finding can be rewritten depends on its place. The same text may occur where it can be.
    const lasts = reason !== 'redaction_failed' && !isIncomplete(result);
    recollection.learn(last, { ...why, ...(reason !== undefined && { reason }) }, lasts);
    return false;
  };

  return { evaluate, decisionOf: ({ id }) => decisions.get(id) };
}

async function scanRange(
  { context, recollection, check, share, asker }: RangeParts,
  range: Range,
): Promise<Decision> {
  const [{ part }] = range;
  const text = textOf(range);
  const own: CheckContext = { ...context, threads: threadsOf(range), turns: turnsOf(range), unscanned: 0 };
  const keys = range.map(recollection.keyOf);
  if (keys.includes(undefined)) return check(part, text, own);
  return share(
    `${keys.join(',')} ${asker}`,
    (signal) => check(part, text, signal === undefined ? own : { ...own, signal }),
    context.signal,
  );
}

function learnPassed({ policy, recollection }: RangeParts, range: Range, decision: Decision): void {
  const { direction, outcome, redactions } = decision;
  const redacted = outcome === 'redact';
  // The second scan of a redacted text may have failed while the policy let the text pass.
  const isSure = !redacted || !anyFailure(policy.onScanFailure[direction], ['allow', 'warn']);
  const lasts = isSure && !isIncomplete(decision.result);
  const result = withoutExtras(decision.result);
  const json = redacted && isJson(textOf(range));
  const shares = sharesOf(range, redactions);
  for (const [index, unit] of range.entries()) {
    const own = shares[index] ?? [];
    const known = {
      outcome: redacted && own.length === 0 ? 'allow' : outcome,
      result,
      redactions: own,
      json,
    };
    recollection.learn(unit, known, lasts && isSelfContained(unit, own));
  }
}
