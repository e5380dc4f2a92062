import type { ScanRequest, ScanResult } from '../scan/index.js';

/** Copies a request: what is scanned must be what a key was made from, whatever becomes of the caller's object. */
export function requestAsIs(request: ScanRequest): ScanRequest {
  const { toolEvent } = request;
  if (typeof toolEvent !== 'object' || toolEvent === null) return { ...request };
  return { ...request, toolEvent: { ...toolEvent, metadata: { ...toolEvent.metadata } } };
}

/** Copies a result for one caller: changes to it must not reach those who share the call. */
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
