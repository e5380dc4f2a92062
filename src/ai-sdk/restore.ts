import type { Guardrail, Segment } from '../guard/index.js';
import type { CallContext } from './checks.js';

/**
 * Puts what a vault holds back into texts that have been judged. A place that cannot take its original keeps the
 * placeholder: that is no finding.
 */
export function restoreSegments(
  guardrail: Guardrail,
  segments: readonly Segment[],
  context: CallContext,
): boolean {
  if (!guardrail.restores) return false;
  let restored = false;
  for (const { text, write } of segments) {
    const original = guardrail.restore(text, context);
    if (original !== text && write?.(original) === true) restored = true;
  }
  return restored;
}
