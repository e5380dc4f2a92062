import { type ContentScanner, writtenDown } from '../scan/index.js';

/** The lookahead of scanners that set none, in UTF-16 code units. */
export const DEFAULT_LOOKAHEAD = 32;

/**
 * Returns the properties of several scanners together: their configurations, a finder of sensitive data in streams, and
 * the lookahead. The finder is that of the first scanner that has one. The lookahead is the largest.
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
