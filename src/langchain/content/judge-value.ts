import { applyRedactions, type Decision, passageOf, type Thread } from '../../guard/index.js';
import { draftValue, type ValueDraft } from './value-draft.js';

/**
 * Judges a value, and rewrites a copy if the policy redacts.
 * @throws the errors of `enforce`, and GuardrailViolationError for a finding in a place that cannot be rewritten
 */
export async function judgeValue(
  value: unknown,
  enforce: (text: string, threads: readonly Thread[]) => Promise<Decision>,
): Promise<unknown> {
  return judgeDraft(draftValue(value), enforce);
}

/** Judges a parsed value. */
export async function judgeDraft(
  draft: ValueDraft,
  enforce: (text: string, threads: readonly Thread[]) => Promise<Decision>,
): Promise<unknown> {
  const { text, threads } = passageOf(draft.segments);
  const decision = await enforce(text, threads);
  if (decision.outcome === 'redact') applyRedactions(draft.segments, decision);
  return draft.build();
}

/** Copies a value with `restore` applied to its texts. Returns the same value if no text changes. */
export function restoreValue(value: unknown, restore: (text: string) => string): unknown {
  const draft = draftValue(value);
  for (const { text, write } of draft.segments) {
    const restored = restore(text);
    // A place that cannot take its original keeps the placeholder. That is not a finding.
    if (restored !== text) write?.(restored);
  }
  return draft.build();
}
