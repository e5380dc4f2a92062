import type { CheckContext } from '../guard/index.js';
import { stringOf } from './parts.js';

/** What a transaction id may be long. Ids of providers have no limit, and a scan must not fail for one. */
const MAX_TR_ID = 100;

/** What the checks of a tool call have in common: the call's id, which ties input and output together, and its abort. */
export function toolContextOf(options: unknown): CheckContext {
  const trId = stringOf(options, 'toolCallId') ?? '';
  const signal: unknown =
    typeof options === 'object' && options !== null && 'abortSignal' in options && options.abortSignal;
  return {
    ...(trId !== '' && trId.length <= MAX_TR_ID && { inferred: { trId } }),
    ...(signal instanceof AbortSignal && { signal }),
  };
}
