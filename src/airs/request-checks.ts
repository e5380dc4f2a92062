import { inputError } from './errors.js';
import { MAX_ID_CHARACTERS } from './schemas/request.js';

/** The most objects in one async batch, and ids in one query, that every revision of the service takes. */
export const MAX_BATCH_SIZE = 5;
/** The most objects in one async batch that the service documents now. Earlier revisions took 5. */
const MAX_ASYNC_OBJECTS = 25;

/**
 * Checks an id.
 * @throws AirsError of kind `input` if the id is not a text or is longer than the service takes
 */
export function checkId(field: string, value: unknown): void {
  if (value === undefined) return;
  if (typeof value !== 'string') throw inputError(field, 'must be a string');
  if (value.length > MAX_ID_CHARACTERS) {
    throw inputError(field, `is longer than ${MAX_ID_CHARACTERS} characters`, MAX_ID_CHARACTERS);
  }
}

/**
 * Checks the number of requests in one call.
 * @throws AirsError of kind `input` for a number that one call may not have
 */
export function checkMaxBatch(value = MAX_BATCH_SIZE): number {
  if (!Number.isInteger(value) || value < MAX_BATCH_SIZE || value > MAX_ASYNC_OBJECTS) {
    const range = `${MAX_BATCH_SIZE} to ${MAX_ASYNC_OBJECTS}`;
    throw inputError('maxBatch', `must be a whole number from ${range}`, MAX_ASYNC_OBJECTS);
  }
  return value;
}

/**
 * Checks the length of a list.
 * @throws AirsError of kind `input` if the value is not a list, is empty, or has more than `limit` items
 */
export function checkCount(field: string, items: readonly unknown[], limit = MAX_BATCH_SIZE): void {
  if (!Array.isArray(items)) throw inputError(field, 'must be an array');
  if (items.length < 1 || items.length > limit) {
    throw inputError(field, `needs 1 to ${limit} items, got ${items.length}`, limit);
  }
}
