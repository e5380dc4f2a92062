import type { CheckContext } from '../../guard/index.js';
import { identifierOf } from '../../scan/index.js';
import { field } from '../fields.js';

/**
 * Reads the context of a scan from LangChain's report about a call. The run id ties both scans of a turn together, and
 * LangGraph's thread is the session.
 * @param isAbortable whether the scan ends with the call
 */
export function callContext(
  runId: string,
  extraParams?: unknown,
  metadata?: unknown,
  isAbortable = true,
): CheckContext {
  const trId = idOf(runId);
  const sessionId = idOf(field(metadata, 'thread_id'));
  const aiModel = field(metadata, 'ls_model_name');
  const signal = field(field(extraParams, 'options'), 'signal');
  return {
    inferred: {
      ...(trId !== undefined && { trId }),
      ...(sessionId !== undefined && { sessionId }),
      ...(typeof aiModel === 'string' && aiModel !== '' && { aiModel }),
    },
    ...(isAbortable && isSignal(signal) && { signal }),
  };
}

function idOf(value: unknown): string | undefined {
  // An id that is too long for the service must not make the scan fail.
  return identifierOf(typeof value === 'number' ? String(value) : value);
}

/** Tells whether a value is an abort signal, of any realm. */
function isSignal(value: unknown): value is AbortSignal {
  return typeof field(value, 'aborted') === 'boolean' && typeof field(value, 'throwIfAborted') === 'function';
}
