import {
  applyRedactions,
  type Guardrail,
  type GuardrailVerdict,
  joinSegments,
  passageOf,
  restoreSegments,
  type Verifier,
  verdictOf,
} from '../guard/index.js';
import type { CallContext } from './prompt.js';
import { toolCheck } from './result.js';
import type { PartLane } from './tool-parts.js';

/** The checks of the tool parts of one answer. They run in parallel. */
export interface ToolChecks {
  /** Starts the check of a tool call or a tool result that is complete. Its lane is marked as judged once it passes. */
  start(lane: PartLane): void;
  /**
   * Settles when all checks have settled, and rejects with the first refusal. Returns undefined while no check runs.
   */
  work(): Promise<void> | undefined;
  /** Whether a check has replaced anything. */
  readonly rewritten: boolean;
  /** The verdicts so far, in the order of their arrival. */
  readonly verdicts: readonly GuardrailVerdict[];
}

/** Makes the checks of one answer, within the budget of its verifier. */
export function createToolChecks(guardrail: Guardrail, context: CallContext, verifier: Verifier): ToolChecks {
  const verdicts: GuardrailVerdict[] = [];
  let checking: Promise<void> | undefined;
  let pending = 0;
  let rewritten = false;

  const check = async (lane: PartLane): Promise<void> => {
    const { tool } = lane;
    if (tool === undefined) return;
    const segments = lane.segments();
    const subject = toolCheck({ ...tool, segments });
    const { threads } = passageOf(segments);
    const decision = await verifier.withinBudget(subject, (signal) =>
      guardrail.enforceTool(subject, { ...context, threads, signal }),
    );
    if (joinSegments(segments) !== '') verdicts.push(verdictOf(decision));
    if (decision.outcome === 'redact') {
      applyRedactions(segments, decision);
      rewritten = true;
    }
    // Tools get the originals, because they could do nothing with a placeholder.
    if (tool.kind === 'toolInput') restoreSegments(guardrail, lane.segments(), context);
    lane.judged = true;
  };

  return {
    start(lane) {
      pending += 1;
      const own = check(lane).then(() => {
        pending -= 1;
      });
      checking = checking === undefined ? own : Promise.all([checking, own]).then(() => undefined);
      // Mark the rejection as handled; callers of work() still see it.
      checking.catch(() => undefined);
    },
    work: () => (pending > 0 ? checking : undefined),
    get rewritten() {
      return rewritten;
    },
    verdicts,
  };
}
