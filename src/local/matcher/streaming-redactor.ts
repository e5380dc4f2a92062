import { type Replacement, replacementOf } from './replacement.js';
import type { StreamingFinder, StreamPiece } from './streaming-finder.js';

/**
 * Redacts a text that comes in pieces. A character leaves as soon as no finding can include it any more; what has left
 * and what leaves at the end make the same text for every way to cut it.
 */
export class StreamingRedactor {
  readonly #finder: StreamingFinder;
  readonly #replacement: Replacement;

  constructor(finder: StreamingFinder, replacement: Replacement) {
    this.#finder = finder;
    this.#replacement = replacement;
  }

  /** How many UTF-16 code units are held back. What a private key block covers is dropped, not held. */
  get heldLength(): number {
    return this.#finder.heldLength;
  }

  /**
   * Takes the next piece and returns what may leave.
   * @throws TypeError after `end`
   */
  push(chunk: string): string {
    return this.#write(this.#finder.push(chunk));
  }

  /** Returns the rest. The stream takes no more after it. */
  end(): string {
    return this.#write(this.#finder.end());
  }

  #write(pieces: readonly StreamPiece[]): string {
    let written = '';
    for (const { text, finding, continues } of pieces) {
      if (finding === undefined) written += text;
      else if (continues !== true) written += replacementOf(finding, this.#replacement);
    }
    return written;
  }
}
