import {
  applyRedactions,
  type Guardrail,
  type GuardrailVerdict,
  joinSegments,
  readValue,
  verdictOf,
} from '../guard/index.js';
import type { CallContext } from './prompt.js';

/** Values that have passed, rewritten if the policy redacts, and the verdicts, in the order of the values. */
export interface EnforcedValues {
  readonly values: readonly unknown[];
  readonly verdicts: readonly GuardrailVerdict[];
}

/**
 * Judges each value of a call as a prompt of its own. Several values share one scan, and values with the same text
 * share one verdict.
 * @throws GuardrailViolationError, GuardrailScanError or the abort reason
 */
export async function enforceValues(
  guardrail: Guardrail,
  values: readonly unknown[],
  context: CallContext,
): Promise<EnforcedValues> {
  const drafts = values.map((value) => {
    const draft = readValue(value);
    return { draft, text: joinSegments(draft.segments) };
  });
  const decisions = await guardrail.enforcePrompts(
    drafts.map(({ text }) => text),
    context,
  );
  for (const { draft, text } of drafts) {
    const decision = decisions.get(text);
    if (decision?.outcome === 'redact') applyRedactions(draft.segments, decision);
  }
  return {
    values: drafts.map(({ draft }) => draft.build()),
    verdicts: [...decisions].flatMap(([text, decision]) => (text === '' ? [] : [verdictOf(decision)])),
  };
}
