/** The place of a finding in the text before redaction, in UTF-16 code units, half open. It never holds the text. */
export interface RedactedSpan {
  /** The kind of finding, such as `CREDIT_CARD`. */
  readonly label: string;
  readonly start: number;
  readonly end: number;
}

/** A finding and its replacement. */
export interface Redaction extends RedactedSpan {
  readonly placeholder: string;
}
