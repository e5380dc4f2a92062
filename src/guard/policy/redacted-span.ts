/** The place of a finding in the text before redaction: UTF-16 units, half open. Never the text itself. */
export interface RedactedSpan {
  /** What was found, such as `CREDIT_CARD`. */
  readonly label: string;
  readonly start: number;
  readonly end: number;
}

/** A finding and what stands in its place. */
export interface Redaction extends RedactedSpan {
  readonly placeholder: string;
}
