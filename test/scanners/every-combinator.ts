import { vi } from 'vitest';
import {
  autoScanner,
  type ContentScanner,
  cachedScanner,
  combineScanners,
  failedScan,
  fallbackScanner,
  resilientScanner,
} from '../../src/index.js';
import { localScanner } from '../../src/local/index.js';

/** The embedded engine by choice of `autoScanner`, whatever the developer's own environment holds. */
function autoLocal(): ContentScanner {
  for (const name of Object.keys(process.env)) if (name.startsWith('PANW_')) vi.stubEnv(name, undefined);
  return autoScanner();
}

const failing: ContentScanner = {
  name: 'failing',
  scan: async (request) => failedScan(request, 'down', 0),
};

/** Every combinator over the embedded engine, alone and nested: each owes what every scanner owes. */
export const EVERY_COMBINATOR: readonly { name: string; make: () => ContentScanner; detects: boolean }[] = [
  () => cachedScanner(localScanner()),
  () => combineScanners(localScanner()),
  () => combineScanners(localScanner(), localScanner()),
  () => fallbackScanner(localScanner(), failing),
  () => fallbackScanner(failing, localScanner()),
  () => resilientScanner(localScanner()),
  autoLocal,
  () =>
    cachedScanner(
      fallbackScanner(resilientScanner(failing), combineScanners(localScanner(), cachedScanner(autoLocal()))),
    ),
].map((make) => ({ name: make().name, make, detects: true }));
