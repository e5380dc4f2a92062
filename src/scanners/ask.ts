import {
  type ContentScanner,
  firedFlags,
  isAction,
  isFailedScan,
  type ScanRequest,
  type ScanResult,
} from '../scan/index.js';
import { runScan } from './run-scan.js';

/**
 * Asks one scanner for a combinator. A scanner that throws or gives no verdict counts as failed, and the failure is
 * returned as a result. An unknown action becomes a block.
 * @throws the abort reason when the signal aborts
 */
export async function ask(
  scanner: ContentScanner,
  request: ScanRequest,
  signal?: AbortSignal,
): Promise<ScanResult> {
  signal?.throwIfAborted();
  return runScan(
    {
      name: scanner.name,
      scan: async (asked, options) => blockUnknownAction(await scanner.scan(asked, options)),
    },
    request,
    signal,
  );
}

/** Turns an unknown action into a block, with the category name that `judge` gives it. */
function blockUnknownAction(result: ScanResult): ScanResult {
  const given: unknown = result;
  if (typeof given !== 'object' || given === null || isAction(result.action)) return result;
  const names = Array.isArray(result.categories) ? result.categories : [];
  const categories = names.filter((name) => name !== 'safe' && name !== 'unknown_action');
  return { ...result, action: 'block', severity: 'CRITICAL', categories: [...categories, 'unknown_action'] };
}

/** Tells whether a result is incomplete: the scan failed, or a detector did. */
export function isIncomplete(result: ScanResult): boolean {
  return isFailedScan(result) || result.degraded === true || result.categories.includes('partial_scan');
}

/** Tells whether a result reports a finding, not only an incomplete scan. */
export function reportsFinding(result: ScanResult): boolean {
  const { action, severity, toolDetected, spans } = result;
  return (
    action === 'block' ||
    (severity !== 'SAFE' && severity !== 'LOW') ||
    firedFlags(result).length > 0 ||
    (toolDetected?.threats ?? []).length > 0 ||
    (spans ?? []).length > 0
  );
}
