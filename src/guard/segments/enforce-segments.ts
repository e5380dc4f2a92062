import { refusalOf } from '../errors.js';
import type { Decision } from '../policy/decision.js';
import type { Thread } from './readings.js';
import { passageOf, type Segment, writeRedactions } from './segments.js';

/** Segments that are judged as one text, and the function that judges them. */
export interface SegmentCheck {
  readonly segments: readonly Segment[];
  /** Judges the segments as one text, and in the other ways in which they are read. */
  readonly enforce: (text: string, threads: readonly Thread[]) => Promise<Decision>;
}

/** The results of several checks. `decisions` holds those of checks that had text. */
export interface SegmentVerdicts {
  readonly rewritten: boolean;
  readonly decisions: readonly Decision[];
}

/**
 * Judges all checks, then writes the redactions to their segments. Nothing is rewritten if anything is refused.
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
  // A check without text made no scan, so there is nothing to report.
  const told = judged.filter(({ text }) => text !== '');
  return { rewritten: redacted.length > 0, decisions: told.map(({ decision }) => decision) };
}

/**
 * Writes the redactions of a decision to its segments.
 * @throws GuardrailViolationError if a finding lies in a place that cannot be rewritten
 */
export function applyRedactions(segments: readonly Segment[], decision: Decision): void {
  if (writeRedactions(segments, decision.redactions)) return;
  throw refusalOf({ ...decision, outcome: 'block', text: '', redactions: [], reason: 'redaction_failed' });
}
