import { failedScan, withinTime } from '../../scan/index.js';
import type { CheckContext } from '../check-context.js';
import { refusalOf } from '../errors.js';
import type { Evaluator } from '../evaluate.js';
import { decisionEvent } from '../events.js';
import { decide } from '../policy/decide.js';
import type { Decision } from '../policy/decision.js';
import type { Policy } from '../policy/policy.js';
import { placedBy, requestFor } from '../reading-request.js';
import { readingOf } from '../segments/readings.js';
import { type ToolCheck, toolSubject } from '../tool-event.js';
import { type Budget, failureAt } from './budget.js';

/**
 * Limits the check of a tool to the time left for its answer. At the limit the check counts as a failed scan, so the
 * fail mode for tools decides. If the text is then judged in this process and would have to be rewritten, it is
 * refused. Rejects as the check does, and at the limit with GuardrailScanError or GuardrailViolationError.
 */
export function toolWithinTime(
  { evaluator, policy }: { readonly evaluator: Evaluator; readonly policy: Policy },
  budget: Budget,
  context: CheckContext,
): (tool: ToolCheck, check: (signal: AbortSignal) => Promise<Decision>) => Promise<Decision> {
  return async (tool, check) => {
    const signal = context.signal ?? new AbortController().signal;
    const { ms, limit } = budget.time();
    const late = async (): Promise<Decision> => {
      const subject = toolSubject(tool);
      const { text } = subject;
      const reading = readingOf(text, context);
      const request = requestFor(subject, reading, evaluator.about(context, subject));
      const problem = `The stream reached its limit ${limit}`;
      const failed = failedScan(request, problem, Math.max(0, ms), failureAt(limit));
      const placed = placedBy(subject, reading);
      const result = await evaluator.afterFailure(request, failed, 'tool', { signal, placed });
      const ruling = decide(result, 'tool', policy);
      const outcome = ruling.outcome === 'redact' ? 'block' : ruling.outcome;
      const reason = ruling.outcome === 'redact' ? 'redaction_failed' : ruling.reason;
      const decision: Decision = {
        direction: 'tool',
        outcome,
        text: outcome === 'block' ? '' : text,
        result,
        redactions: [],
        ...(reason !== undefined && { reason }),
      };
      evaluator.report(decisionEvent(decision));
      if (outcome === 'block') throw refusalOf(decision);
      return decision;
    };
    return ms <= 0 ? late() : withinTime(ms, signal, check, late);
  };
}
