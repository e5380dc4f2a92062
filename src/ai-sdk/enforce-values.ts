import {
  applyRedactions,
  type Decision,
  type Guardrail,
  type GuardrailVerdict,
  joinSegments,
  readValue,
  verdictOf,
} from '../guard/index.js';
import type { CallContext } from './prompt.js';

/** How many values of one call are scanned at a time. */
const CONCURRENCY = 8;

/** Values that have passed, rewritten where the policy redacts, and what the checks said, in the order of the values. */
export interface EnforcedValues {
  readonly values: readonly unknown[];
  readonly verdicts: readonly GuardrailVerdict[];
}

/**
 * Judges each value of a call as a prompt of its own. Values with the same text are one scan.
 * @throws GuardrailViolationError, GuardrailScanError or the abort reason
 */
export async function enforceValues(
  guardrail: Guardrail,
  values: readonly unknown[],
  context: CallContext,
): Promise<EnforcedValues> {
  const drafts = values.map(readValue);
  const queue = drafts.entries();
  const decisions = new Map<string, Promise<Decision>>();
  const said = new Map<number, GuardrailVerdict>();
  let failed = false;

  const decide = (text: string): Promise<Decision> => {
    const known = decisions.get(text) ?? guardrail.enforcePrompt(text, context);
    decisions.set(text, known);
    return known;
  };

  const work = async (): Promise<void> => {
    for (const [index, { segments }] of queue) {
      if (failed) return;
      const text = joinSegments(segments);
      const isFirst = !decisions.has(text);
      const decision = await decide(text);
      if (text !== '' && isFirst) said.set(index, verdictOf(decision));
      if (decision.outcome === 'redact') applyRedactions(segments, decision);
    }
  };

  try {
    await Promise.all(Array.from({ length: CONCURRENCY }, work));
  } finally {
    failed = true;
  }
  return {
    values: drafts.map((draft) => draft.build()),
    verdicts: drafts.flatMap((_, index) => said.get(index) ?? []),
  };
}
