import type { CheckContext } from '../guard/index.js';
import { identifierOf } from '../scan/index.js';
import { stringOf } from './parts.js';

/**
 * Returns the context that the checks of a tool call share: the call's id, which ties input and output together, and
 * its abort signal.
 */
export function toolContextOf(options: unknown): CheckContext {
  // Ids of providers have no length limit, and a scan must not fail because of one.
  const trId = identifierOf(stringOf(options, 'toolCallId'));
  const signal: unknown =
    typeof options === 'object' && options !== null && 'abortSignal' in options && options.abortSignal;
  return {
    ...(trId !== undefined && { inferred: { trId } }),
    ...(signal instanceof AbortSignal && { signal }),
  };
}
