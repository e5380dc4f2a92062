/** The vocabulary in a generated module. Words and stems are folded. */
export interface WrittenVocabulary {
  /** The words of each set, one line for each set, in order. */
  readonly words: string;
  /** The stems of each set, likewise. */
  readonly stems: string;
  /** The concepts of each set, in base 36, separated by commas, with blanks between sets. */
  readonly sets: string;
  /** Words that take precedence over others with the same leet writing. */
  readonly leetFirst: string;
}
