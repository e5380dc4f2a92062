import type { ContentScanner } from '../scan/index.js';

/** How far scanners that do not say so have to look ahead, in UTF-16 code units. */
export const DEFAULT_LOOKAHEAD = 32;

/**
 * Returns what scanners know of streams together: sensitive data is found by the first that can do so in this process,
 * and the one that has to look furthest ahead decides.
 */
export function streamAware(
  ...scanners: readonly ContentScanner[]
): Pick<ContentScanner, 'findStream' | 'lookahead'> {
  const finder = scanners.find((scanner) => scanner.findStream !== undefined);
  return {
    lookahead: Math.max(0, ...scanners.map(({ lookahead = DEFAULT_LOOKAHEAD }) => lookahead)),
    ...(finder?.findStream !== undefined && { findStream: finder.findStream.bind(finder) }),
  };
}
