import type { ScanRequest } from './request.js';
import type { ScanFailure, ScanResult } from './result.js';

/** The profile name of a request that names none. */
export const DEFAULT_PROFILE_NAME = 'default';

/** Nothing detected on either side, as every result spells it. */
export const NOTHING_DETECTED = {
  promptDetected: { injection: false, dlp: false, urlCats: false },
  responseDetected: { dlp: false, urlCats: false },
} as const;

/**
 * Makes the result of a failed scan: scanners return it instead of throwing.
 * @param error why it failed, without scanned content
 * @param failure the class of the failure; what names none counts as an outage
 * @example
 * if (!response.ok) return failedScan(request, `Classifier answered ${response.status}`, elapsedMs, { kind: 'outage' });
 */
export function failedScan(
  request: Pick<ScanRequest, 'profileName' | 'sessionId' | 'trId'>,
  error: string,
  latencyMs: number,
  failure: ScanFailure = { kind: 'outage' },
): ScanResult {
  return {
    action: 'warn',
    severity: 'LOW',
    categories: ['api_error'],
    scanId: '',
    reportId: '',
    profileName: request.profileName ?? DEFAULT_PROFILE_NAME,
    ...NOTHING_DETECTED,
    ...(request.sessionId !== undefined && { sessionId: request.sessionId }),
    ...(request.trId !== undefined && { trId: request.trId }),
    latencyMs,
    error,
    failure,
  };
}

/** Whether a result says that the scan failed, so that it judges nothing. */
export function isFailedScan(result: Pick<ScanResult, 'categories' | 'error'>): boolean {
  return result.categories.includes('api_error') || result.error !== undefined;
}
