/** One pattern of the embedded engine. Rules are data: what applies them lives in `detect.ts`. */
export interface Rule {
  /** What was found, as `DetectedSpan.label` says it. Unique within its detector, except for spelling variants. */
  readonly label: string;
  /** Global. Every quantifier is bounded and no two neighbours match the same character, so it stays linear. */
  readonly pattern: RegExp;
  /** How long the accepted head of a match is; 0 refuses it. Without it the whole match counts. */
  readonly accept?: (match: string) => number;
  /** The finding runs on to the end of the next match of this, or to the end of the text where there is none. */
  readonly until?: RegExp;
  /** A label read from the match, where one rule covers several kinds. Must not carry free text. */
  readonly labelOf?: (match: string) => string;
  /** 0..1, how sure a match is a finding. */
  readonly confidence: number;
  /** Texts that must and must not match, each driven by a test. */
  readonly examples: { readonly match: readonly string[]; readonly noMatch: readonly string[] };
}
