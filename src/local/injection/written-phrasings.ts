import type { InjectionLabel } from './families/index.js';

/** The phrasings of all families as a generated module has them; groups of numbers as `writeGroups` writes them. */
export interface WrittenPhrasings {
  /** The names of all concepts in the order of their numbers, apart by blanks: the named ones, then words that phrasings name. */
  readonly concepts: string;
  /** How many of them are named ones. */
  readonly named: number;
  readonly labels: readonly InjectionLabel[];
  /** For each part that phrasings have the concepts it may be. */
  readonly parts: string;
  /**
   * For each phrasing the number of its label, its confidence in thousandths, 1 for `notAfter` and 2 for `notAround`
   * together, the number of its rarest part, then its parts: for each its number and how far it may stand behind the one before.
   */
  readonly rules: string;
}
