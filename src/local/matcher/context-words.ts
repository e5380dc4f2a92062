import { pairAt, standsAt } from './literal-at.js';
import { LiteralPass } from './literal-pass.js';
import { meter } from './work-meter.js';

/** The kind under which all words are entered. */
const WORD = 1;

/**
 * Finds any of many words in a part of a text, to spare the search for each of them. It may find a word that is only
 * part of another, and never misses one.
 */
export class ContextWords {
  readonly #pass = new LiteralPass();
  /** By the first two characters. */
  readonly #words = new Map<number, Set<string>>();

  /** Words in lower case, of two characters or more. */
  constructor(words: Iterable<string>) {
    for (const word of words) {
      this.#pass.add(word, WORD, true);
      const pair = pairAt(word, 0, true);
      this.#words.set(pair, (this.#words.get(pair) ?? new Set()).add(word));
    }
  }

  /** Visits each word that starts from `from` on and before `to`. */
  visit(text: string, from: number, to: number, visit: (word: string, index: number) => void): void {
    this.#pass.scan(
      text,
      from,
      (_, index) => {
        const words = this.#words.get(pairAt(text, index, true)) ?? NONE;
        if (meter !== undefined) meter.comparisons += words.size;
        for (const word of words) {
          if (standsAt(text, index, word, true)) visit(word, index);
        }
      },
      to,
    );
  }
}

const NONE: ReadonlySet<string> = new Set();
