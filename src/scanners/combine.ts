import { assertScanner, type ContentScanner, GuardrailConfigError } from '../scan/index.js';
import { askInFull } from './in-parts.js';
import { streamAware } from './stream-aware.js';
import { unite } from './unite.js';

/**
 * Makes a scanner that asks several scanners at once. The strictest verdict wins, and flags, categories and spans are
 * united. If only some scans fail, the result is never a pass, but at least a warning and `degraded`. If all fail, the
 * result is the first failure. Aborting aborts all.
 * @throws GuardrailConfigError if there is no scanner, or if a value is not a scanner
 * @example
 * const scanner = combineScanners(airsScanner(), localScanner());
 */
export function combineScanners(...scanners: readonly ContentScanner[]): ContentScanner {
  if (scanners.length === 0) throw new GuardrailConfigError('scanners', 'must be at least one');
  scanners.forEach((scanner, index) => {
    assertScanner(`scanners[${index}]`, scanner);
  });
  return {
    name: `combined(${scanners.map(({ name }) => name).join(', ')})`,
    ...streamAware(...scanners),
    async scan(request, { signal } = {}) {
      const [first, ...others] = await Promise.all(
        scanners.map((scanner) => askInFull(scanner, request, signal)),
      );
      if (first === undefined) throw new GuardrailConfigError('scanners', 'must be at least one');
      return others.length === 0 ? first : unite(request, [first, ...others]);
    },
  };
}
