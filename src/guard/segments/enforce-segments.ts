import { refusalOf } from '../errors.js';
import type { Decision } from '../policy/decision.js';
import type { Thread } from './readings.js';
import { passageOf, type Segment, writeRedactions } from './segments.js';

/** Pieces of text that are judged as one, and who judges them. */
export interface SegmentCheck {
  readonly segments: readonly Segment[];
  /** Judges the segments as one text, and as they are read otherwise. */
  readonly enforce: (text: string, threads: readonly Thread[]) => Promise<Decision>;
}

/** What was said of some checks: `decisions` of those that had a text. */
export interface SegmentVerdicts {
  readonly rewritten: boolean;
  readonly decisions: readonly Decision[];
}

/**
 * Judges all, then writes what is redacted to its places: nothing is rewritten where anything is refused.
 * @throws GuardrailViolationError or GuardrailScanError; the abort reason
 */
export async function enforceSegments(checks: readonly SegmentCheck[]): Promise<SegmentVerdicts> {
  const judged = await Promise.all(
    checks.map(async ({ segments, enforce }) => {
      const { text, threads } = passageOf(segments);
      return { segments, text, decision: await enforce(text, threads) };
    }),
  );
  const redacted = judged.filter(({ decision }) => decision.outcome === 'redact');
  for (const { decision, segments } of redacted) applyRedactions(segments, decision);
  // Without a text there was no scan, and there is nothing to tell.
  const told = judged.filter(({ text }) => text !== '');
  return { rewritten: redacted.length > 0, decisions: told.map(({ decision }) => decision) };
}

/**
 * Writes a redaction to its places.
 * @throws GuardrailViolationError where a finding lies in a place that cannot be rewritten
 */
export function applyRedactions(segments: readonly Segment[], decision: Decision): void {
  if (writeRedactions(segments, decision.redactions)) return;
  throw refusalOf({ ...decision, outcome: 'block', text: '', redactions: [], reason: 'redaction_failed' });
}
