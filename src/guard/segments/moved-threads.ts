import { firstIndex } from '../../scan/index.js';
import type { Redaction } from '../policy/redacted-span.js';
import type { Stretch } from './mapped-text.js';
import type { Thread } from './readings.js';

/**
 * Moves threads of a text to their places in the text that came of it by redactions, which are sorted and disjoint.
 * Where a stretch begins or ends inside of what was replaced, it does so behind the placeholder.
 */
export function movedThreads(
  threads: readonly Thread[] | undefined,
  redactions: readonly Redaction[],
): readonly Thread[] | undefined {
  if (threads === undefined || threads.length === 0) return threads;
  const move = mover(redactions);
  return threads.map((thread) => ({ ...thread, stretches: thread.stretches.map(move) }));
}

/** Moves stretches likewise. */
export function movedStretches(
  stretches: readonly Stretch[],
  redactions: readonly Redaction[],
): readonly Stretch[] {
  return stretches.map(mover(redactions));
}

function mover(redactions: readonly Redaction[]): (stretch: Stretch) => Stretch {
  if (redactions.length === 0) return (stretch) => stretch;
  /** How much longer the text is behind each of the redactions. */
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
