/** Sums over the blocks of one answer. Adding them up for each part would take quadratic time. */
export interface Tally {
  length: number;
  cleared: number;
  rewritten: boolean;
  /** True if nothing leaves before all of it was judged. */
  withheld: boolean;
  /** Whether a quote has come, so that a window may begin inside a JSON string. */
  quoted: boolean;
  /** Whether a backslash has come, so that text may be longer than what it spells. */
  escaped: boolean;
}
