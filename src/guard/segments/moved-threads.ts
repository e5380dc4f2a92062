import { firstIndex } from '../../scan/index.js';
import type { Redaction } from '../policy/redacted-span.js';
import type { Stretch } from './mapped-text.js';
import type { Thread } from './readings.js';

/**
 * Moves threads of a text to their places in the text after redaction. The redactions must be sorted and disjoint. A
 * stretch that begins or ends inside a replaced part is moved to the end of the placeholder.
 */
export function movedThreads(
  threads: readonly Thread[] | undefined,
  redactions: readonly Redaction[],
): readonly Thread[] | undefined {
  if (threads === undefined || threads.length === 0) return threads;
  const move = mover(redactions);
  return threads.map((thread) => ({ ...thread, stretches: thread.stretches.map(move) }));
}

/** Moves stretches of a text to their places after redaction, as `movedThreads` does. */
export function movedStretches(
  stretches: readonly Stretch[],
  redactions: readonly Redaction[],
): readonly Stretch[] {
  return stretches.map(mover(redactions));
}

function mover(redactions: readonly Redaction[]): (stretch: Stretch) => Stretch {
  if (redactions.length === 0) return (stretch) => stretch;
  /** The growth of the text up to and including each redaction. */
  let grown = 0;
  const growths = redactions.map(({ start, end, placeholder }) => {
    grown += placeholder.length - (end - start);
    return grown;
  });
  const move = (offset: number): number => {
    const index = firstIndex(redactions.length, (at) => (redactions[at]?.start ?? 0) >= offset) - 1;
    return Math.max(offset, redactions[index]?.end ?? 0) + (growths[index] ?? 0);
  };
  return ({ start, end }) => ({ start: move(start), end: move(end) });
}
