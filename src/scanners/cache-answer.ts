import type { ScanRequest, ScanResult } from '../scan/index.js';

/**
 * Copies a request. The scanned request must be the one that its key was made from, even if the caller changes the
 * object.
 */
export function requestAsIs(request: ScanRequest): ScanRequest {
  const { toolEvent } = request;
  if (typeof toolEvent !== 'object' || toolEvent === null) return { ...request };
  return { ...request, toolEvent: { ...toolEvent, metadata: { ...toolEvent.metadata } } };
}

/** Copies a result for one caller, so that changes to it do not reach the other callers of a shared call. */
export function answerTo({ sessionId, trId }: ScanRequest, result: ScanResult): ScanResult {
  const { sessionId: othersSession, trId: othersTurn, ...verdict } = result;
  const { toolDetected, spans } = verdict;
  return {
    ...verdict,
    categories: [...verdict.categories],
    promptDetected: { ...verdict.promptDetected },
    responseDetected: { ...verdict.responseDetected },
    ...(toolDetected !== undefined && { toolDetected: { ...toolDetected } }),
    ...(spans !== undefined && { spans: spans.map((span) => ({ ...span })) }),
    ...(sessionId !== undefined && { sessionId }),
    ...(trId !== undefined && { trId }),
  };
}
