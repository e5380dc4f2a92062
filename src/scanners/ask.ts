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
 * Asks one scanner for a combinator. A scanner that throws or answers with no verdict has failed, which is a
 * result; an action that is not known is a block.
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

/** Makes a block of an action that is not known, by the name that `judge` gives it. */
function blockUnknownAction(result: ScanResult): ScanResult {
  const given: unknown = result;
  if (typeof given !== 'object' || given === null || isAction(result.action)) return result;
  const names = Array.isArray(result.categories) ? result.categories : [];
  const categories = names.filter((name) => name !== 'safe' && name !== 'unknown_action');
  return { ...result, action: 'block', severity: 'CRITICAL', categories: [...categories, 'unknown_action'] };
}

/** Whether a result is no full answer: the scan failed, or some detector did. */
export function isIncomplete(result: ScanResult): boolean {
  return isFailedScan(result) || result.degraded === true || result.categories.includes('partial_scan');
}

/** Whether a result reports something that was found, beyond not having looked everywhere. */
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
