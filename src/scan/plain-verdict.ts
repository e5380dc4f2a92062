import type { ScanResult } from './result.js';

/** What a result says by itself: not who asked, how the scan went, or where something was found. */
export type PlainVerdict = Omit<
  ScanResult,
  'sessionId' | 'trId' | 'latencyMs' | 'error' | 'failure' | 'degraded' | 'scores' | 'spans' | 'source'
>;

/**
 * Copies what a result says by itself, field by field: what is kept of a result has no field that a scanner adds, because what
 * such a field holds is not known.
 */
export function plainVerdict(result: ScanResult): PlainVerdict {
  const { action, severity, categories, scanId, reportId, profileName, profileId } = result;
  const { promptDetected, responseDetected, toolDetected, unanswered, details } = result;
  return {
    action,
    severity,
    categories: [...categories],
    scanId,
    reportId,
    profileName,
    ...(profileId !== undefined && { profileId }),
    promptDetected: { ...promptDetected },
    responseDetected: { ...responseDetected },
    ...(toolDetected !== undefined && { toolDetected: { ...toolDetected } }),
    ...(unanswered !== undefined && { unanswered: [...unanswered] }),
    ...(details !== undefined && { details: { ...details } }),
  };
}
