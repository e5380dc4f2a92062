import { applyRedactions, type Decision, passageOf, type Thread } from '../../guard/index.js';
import { draftValue, type ValueDraft } from './value-draft.js';

/**
 * Judges a value, and rewrites a copy where the policy redacts.
 * @throws what `enforce` throws, and GuardrailViolationError where a finding lies in a place that cannot be rewritten
 */
export async function judgeValue(
  value: unknown,
  enforce: (text: string, threads: readonly Thread[]) => Promise<Decision>,
): Promise<unknown> {
  return judgeDraft(draftValue(value), enforce);
}

/** Judges a value that has been taken apart. */
export async function judgeDraft(
  draft: ValueDraft,
  enforce: (text: string, threads: readonly Thread[]) => Promise<Decision>,
): Promise<unknown> {
  const { text, threads } = passageOf(draft.segments);
  const decision = await enforce(text, threads);
  if (decision.outcome === 'redact') applyRedactions(draft.segments, decision);
  return draft.build();
}

/** Copies a value with its texts put through `restore`; returns the very value where they stay as they are. */
export function restoreValue(value: unknown, restore: (text: string) => string): unknown {
  const draft = draftValue(value);
  for (const { text, write } of draft.segments) {
    const restored = restore(text);
    // A place that cannot take its original keeps the placeholder. That is no finding.
    if (restored !== text) write?.(restored);
  }
  return draft.build();
}
