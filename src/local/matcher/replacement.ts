/** A finding of a redactor at the time when its replacement is written. */
export interface RedactedFinding {
  readonly detector: string;
  readonly label: string;
  readonly confidence: number;
  /**
   * The length in UTF-16 code units. It is undefined for a finding that goes on until something closes it, such as a
   * private key block.
   */
  readonly length: number | undefined;
}

/** The replacement of a finding. If a function throws or returns no text, the label is used. */
export type Replacement = 'label' | 'mask' | ((finding: RedactedFinding) => string);

/** Returns the replacement of a finding. */
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
