/** The vocabulary as a generated module has it. Words and stems are folded. */
export interface WrittenVocabulary {
  /** A line for each set, in their order: its words. */
  readonly words: string;
  /** The same for stems. */
  readonly stems: string;
  /** The concepts of each set, in base 36, apart by commas; sets apart by blanks. */
  readonly sets: string;
  /** Words that count before others that leet writing does not tell from them. */
  readonly leetFirst: string;
}
