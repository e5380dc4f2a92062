import { type DetectedSpan, firedFlags, isFailedScan, type ScanResult } from '../../scan/index.js';

/** A finding of a result in one text: a span, or a detector that fired without a place. */
export interface ListedFinding {
  readonly detector: string;
  readonly label: string;
  readonly span?: DetectedSpan;
}

/** Detectors that report under the flag of another. */
const FAMILY: Readonly<Record<string, string>> = { secrets: 'dlp' };

/** Returns the findings of a result, those with a place first. They hold no content. */
export function findingsIn(result: ScanResult): ListedFinding[] {
  const spans = (result.spans ?? []).map((span) => ({ detector: span.detector, label: span.label, span }));
  const placed = new Set(spans.map(({ detector }) => FAMILY[detector] ?? detector));
  const others = firedFlags(result)
    .filter(({ flag }) => !placed.has(flag))
    .map(({ flag, category }) => ({ detector: flag, label: category }));
  const all = [...spans, ...others];
  // A verdict that names no detector still counts as a finding.
  if (all.length > 0 || result.action === 'allow' || isFailedScan(result)) return all;
  return result.categories.map((label) => ({ detector: 'verdict', label }));
}
