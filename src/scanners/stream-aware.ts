import { type ContentScanner, writtenDown } from '../scan/index.js';

/** How far scanners that do not say so have to look ahead, in UTF-16 code units. */
export const DEFAULT_LOOKAHEAD = 32;

/**
 * Returns what scanners say of themselves together: their configurations, and what they know of streams: sensitive data is found by the first that can do so in this process,
 * and the one that has to look furthest ahead decides.
 */
export function streamAware(
  ...scanners: readonly ContentScanner[]
): Pick<ContentScanner, 'findStream' | 'lookahead' | 'configuration'> {
  const finder = scanners.find((scanner) => scanner.findStream !== undefined);
  return {
    configuration: () => configurationOf(scanners),
    lookahead: Math.max(0, ...scanners.map(({ lookahead = DEFAULT_LOOKAHEAD }) => lookahead)),
    ...(finder?.findStream !== undefined && { findStream: finder.findStream.bind(finder) }),
  };
}

async function configurationOf(scanners: readonly ContentScanner[]): Promise<string> {
  const each = scanners.map(async (scanner) => [scanner.name, await scanner.configuration?.()]);
  return writtenDown(await Promise.all(each));
}
