import type { CheckContext } from '../../guard/index.js';
import { identifierOf } from '../../scan/index.js';
import { field } from '../fields.js';

/**
 * What a call says about itself: LangChain's run id for both scans of the turn, the model's name, LangGraph's thread
 * as the session, and the abort signal where the scan is to end with the call.
 */
export function callContext(
  runId: string,
  extraParams?: unknown,
  metadata?: unknown,
  abortable = true,
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
    ...(abortable && isSignal(signal) && { signal }),
  };
}

function idOf(value: unknown): string | undefined {
  // One that is longer than the service takes must not make the scan fail.
  return identifierOf(typeof value === 'number' ? String(value) : value);
}

/** An abort signal of any realm. */
function isSignal(value: unknown): value is AbortSignal {
  return typeof field(value, 'aborted') === 'boolean' && typeof field(value, 'throwIfAborted') === 'function';
}
