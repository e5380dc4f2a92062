import { failedScan, type ScanRequest, withinTime } from '../../scan/index.js';
import { type Decision, decide } from '../decision.js';
import { refusalOf } from '../errors.js';
import type { CheckContext, Judging } from '../judging.js';
import type { Policy } from '../policy.js';
import type { Budget } from './budget.js';

/** A tool's name, with the side of it that is judged. */
export interface ToolText {
  readonly name: string;
  readonly input?: string;
  readonly output?: string;
}

/**
 * The check of a tool within what is left of its answer's time. At the limit it is a scan that failed: the fail mode for
 * tools decides, and where it has the text judged in this process, what would have to be rewritten is refused. Rejects as
 * the check does, and with GuardrailScanError or GuardrailViolationError at the limit.
 */
export function toolWithinTime(
  { judging, policy }: { readonly judging: Judging; readonly policy: Policy },
  budget: Budget,
  context: CheckContext,
): (tool: ToolText, check: (signal: AbortSignal) => Promise<Decision>) => Promise<Decision> {
  return async ({ name, ...sides }, check) => {
    const signal = context.signal ?? new AbortController().signal;
    const { ms, limit } = budget.time();
    const late = async (): Promise<Decision> => {
      const metadata = {
        ecosystem: 'mcp',
        method: 'tools/call',
        server_name: 'tools',
        tool_invoked: name,
      } as const;
      const request: ScanRequest = { ...judging.about(context), toolEvent: { metadata, ...sides } };
      const failed = failedScan(request, `The stream reached its limit ${limit}`, Math.max(0, ms));
      const result = await judging.afterFailure(request, failed, 'tool', signal);
      const ruling = decide(result, 'tool', policy);
      const outcome = ruling.outcome === 'redact' ? 'block' : ruling.outcome;
      const reason = ruling.outcome === 'redact' ? 'redaction_failed' : ruling.reason;
      const decision: Decision = {
        direction: 'tool',
        outcome,
        text: outcome === 'block' ? '' : (sides.output ?? sides.input ?? ''),
        result,
        redactions: [],
        ...(reason !== undefined && { reason }),
      };
      judging.report({
        type: 'decision',
        direction: 'tool',
        outcome,
        result,
        redactions: 0,
        ...(reason !== undefined && { reason }),
      });
      if (outcome === 'block') throw refusalOf(decision);
      return decision;
    };
    return ms <= 0 ? late() : withinTime(ms, signal, check, late);
  };
}
