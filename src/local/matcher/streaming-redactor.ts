import { type Replacement, replacementOf } from './replacement.js';
import type { StreamingFinder, StreamPiece } from './streaming-finder.js';

/**
 * Redacts a text that comes in pieces. A character is returned as soon as no finding can still include it. The output
 * as a whole is the same however the text is cut.
 */
export class StreamingRedactor {
  readonly #finder: StreamingFinder;
  readonly #replacement: Replacement;

  constructor(finder: StreamingFinder, replacement: Replacement) {
    this.#finder = finder;
    this.#replacement = replacement;
  }

  /**
   * The number of UTF-16 code units that are held back. The contents of a private key block are dropped and not held.
   */
  get heldLength(): number {
    return this.#finder.heldLength;
  }

  /**
   * Takes the next piece and returns the text that may leave.
   * @throws TypeError after `end`
   */
  push(chunk: string): string {
    return this.#write(this.#finder.push(chunk));
  }

  /** Returns the rest. The stream then takes no more text. */
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
