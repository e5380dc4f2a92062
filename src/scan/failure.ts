import type { ScanRequest } from './request.js';
import type { FailureKind, ScanFailure, ScanResult } from './result.js';

/** The profile name of a request that names none. */
export const DEFAULT_PROFILE_NAME = 'default';

/** No detections on either side, in the form that every result uses. */
export const NOTHING_DETECTED = {
  promptDetected: { injection: false, dlp: false, urlCats: false },
  responseDetected: { dlp: false, urlCats: false },
} as const;

/**
 * Makes the result of a failed scan. Scanners return it instead of throwing.
 * @param error why the scan failed, without scanned content
 * @param failure the class of the failure; without a class the failure counts as an outage
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

/** Tells whether a result is that of a failed scan, which judges nothing. */
export function isFailedScan(result: Pick<ScanResult, 'categories' | 'error'>): boolean {
  return result.categories.includes('api_error') || result.error !== undefined;
}

/** Returns the class of a failed scan. A failure without a class counts as an outage. */
export function failureKindOf({ failure }: Pick<ScanResult, 'failure'>): FailureKind {
  return failure?.kind ?? 'outage';
}
