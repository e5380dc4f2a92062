import type { ScanRequest } from './request.js';
import type { ScanResult } from './result.js';

/** The profile name of a request that names none. */
export const DEFAULT_PROFILE_NAME = 'default';

/** Nothing detected on either side, as every result spells it. */
export const NOTHING_DETECTED = {
  promptDetected: { injection: false, dlp: false, urlCats: false },
  responseDetected: { dlp: false, urlCats: false },
} as const;

/** A failed scan as a result: scanners return it instead of throwing. `error` must hold no scanned content. */
export function failedScan(
  request: Pick<ScanRequest, 'profileName' | 'sessionId' | 'trId'>,
  error: string,
  latencyMs: number,
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
  };
}

/** Whether a result says that the scan failed, so that it judges nothing. */
export function isFailedScan(result: Pick<ScanResult, 'categories' | 'error'>): boolean {
  return result.categories.includes('api_error') || result.error !== undefined;
}
