import type { ScanFailure } from '../scan/index.js';
import { AirsError } from './errors.js';

/** The statuses by which the service refuses the key, the profile or the request itself. */
const REFUSED: ReadonlySet<number> = new Set([400, 401, 403, 404, 405, 415]);

/** The status for content that is larger than the service takes. */
const TOO_LARGE = 413;

/**
 * Returns the class of an error. A policy may let content pass in an outage that it must not let pass without a key.
 */
export function failureOf(error: unknown): ScanFailure {
  if (!(error instanceof AirsError)) return { kind: 'response' };
  const { kind, statusCode } = error;
  const status = statusCode === undefined ? {} : { statusCode };
  switch (kind) {
    case 'config':
      return { kind: 'config' };
    case 'input':
      return { kind: 'content' };
    case 'network':
    case 'timeout':
      return { kind: 'outage', ...(error.breakerOpen && { breakerOpen: true }) };
    case 'http':
      return { kind: classOf(statusCode ?? 0), ...status };
    case 'redirect':
    case 'response':
      return { kind: 'response', ...status };
  }
}

function classOf(statusCode: number): ScanFailure['kind'] {
  if (statusCode === TOO_LARGE) return 'content';
  return REFUSED.has(statusCode) ? 'refused' : 'outage';
}
