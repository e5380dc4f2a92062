/** A finding of a redactor, with what is known of its length while it is written. */
export interface RedactedFinding {
  readonly detector: string;
  readonly label: string;
  readonly confidence: number;
  /** UTF-16 code units; undefined where the finding runs on to what closes it, such as a private key block. */
  readonly length: number | undefined;
}

/** What stands in for a finding. A function that throws or gives no text has the label written. */
export type Replacement = 'label' | 'mask' | ((finding: RedactedFinding) => string);

/** What is written in place of a finding. */
export function replacementOf(finding: RedactedFinding, replacement: Replacement): string {
  const label = `[${finding.label}]`;
  if (replacement === 'label') return label;
  if (replacement === 'mask') return finding.length === undefined ? label : '*'.repeat(finding.length);
  try {
    const custom: unknown = replacement(finding);
    return typeof custom === 'string' ? custom : label;
  } catch {
    return label;
  }
}
