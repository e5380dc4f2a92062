import { utf8Length } from '../scan/index.js';
import { inputError } from './errors.js';

/** The largest serialised body of a sync scan, in bytes (service limit, all fields together). */
export const MAX_SYNC_BYTES = 2 * 1024 * 1024;
/** The largest serialised body of an async batch, in bytes (service limit). */
export const MAX_ASYNC_BYTES = 5 * 1024 * 1024;

function toJson(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch {
    // Metadata may hold values that its schema does not check, such as a cycle or a bigint.
    throw inputError('metadata', 'cannot be written as JSON');
  }
}

/**
 * Writes the body of a request.
 * @throws AirsError of kind `input` if the body is larger than `limit` bytes, or cannot be written as JSON
 */
export function serialise(value: unknown, limit: number): Uint8Array<ArrayBuffer> {
  const json = toJson(value);
  if (json.length > limit || utf8Length(json) > limit) {
    throw inputError('body', `the serialised request is larger than ${limit} bytes`, limit);
  }
  return new TextEncoder().encode(json);
}
