import type { InjectionLabel } from './families/index.js';

/** The phrasings of all families in a generated module. `writeGroups` writes the groups of numbers. */
export interface WrittenPhrasings {
  /**
   * The names of all concepts in the order of their numbers, separated by blanks: the named ones, then literal words in
   * phrasings.
   */
  readonly concepts: string;
  /** The number of named concepts among them. */
  readonly named: number;
  readonly labels: readonly InjectionLabel[];
  /** The concepts of each part of phrasings. */
  readonly parts: string;
  /**
   * One group for each phrasing: the number of its label, its confidence in thousandths, its conditions (1 for
   * `notAfter`, 2 for `notAround`, added), and the number of its rarest part. Then follow for each part its number and
   * the most places between it and the part before.
   */
  readonly rules: string;
}
