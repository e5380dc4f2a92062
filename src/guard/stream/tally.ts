/** Sums over the blocks of one answer: to add them up for each part would cost the square of their number. */
export interface Tally {
  length: number;
  cleared: number;
  rewritten: boolean;
  /** Nothing leaves before all has been judged. */
  withheld: boolean;
  /** Whether a quote has come, so that a window may begin inside a string of JSON. */
  quoted: boolean;
  /** Whether a backslash has come, so that text may be longer than what it says. */
  escaped: boolean;
}
