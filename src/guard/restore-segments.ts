import type { CheckContext } from './check-context.js';
import type { Guardrail } from './guardrail.js';
import type { Segment } from './segments/segments.js';

/**
 * Puts originals back into judged texts. A place that cannot take its original keeps the placeholder, which is no
 * finding.
 * @returns whether anything was put back
 */
export function restoreSegments(
  guardrail: Pick<Guardrail, 'restore' | 'restores'>,
  segments: readonly Segment[],
  context: CheckContext,
): boolean {
  if (!guardrail.restores) return false;
  let restored = false;
  for (const { text, write } of segments) {
    const original = guardrail.restore(text, context);
    if (original !== text && write?.(original) === true) restored = true;
  }
  return restored;
}
