import type { z } from 'zod';
import { isRecord } from '../scan/index.js';
import { AirsError } from './errors.js';
import { knownMessage } from './known-messages.js';
import { isRetryableStatus, readRetryAfter } from './retry.js';
import type { HttpAnswer } from './transport.js';

/**
 * Returns the parsed body of an answer.
 * @throws AirsError of kind `http` for an error status, `response` for a body that is not the API's
 */
export function readAnswer<Schema extends z.ZodType>(
  answer: HttpAnswer,
  schema: Schema,
  now: number,
): z.output<Schema> {
  const body = parse(answer.text);
  if (answer.status < 200 || answer.status >= 300) {
    const message = knownMessage(findMessage(body, answer.text));
    throw new AirsError('http', `API error ${answer.status}${message === '' ? '' : `: ${message}`}`, {
      statusCode: answer.status,
      retryAfterMs: readRetryAfter(body, answer.retryAfter, now),
      retryable: isRetryableStatus(answer.status),
    });
  }
  if (body === undefined) throw new AirsError('response', 'The answer is not valid JSON');
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  // The message has only field names and expected types, because the values may quote content.
  const issue = result.error.issues[0];
  const place = issue?.path.map((part) => fieldName(part)).join('.') || 'body';
  throw new AirsError('response', `The answer does not match the API at ${place}`);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Returns the service's own message, from any of the shapes it uses for errors. */
function findMessage(body: unknown, text: string): string {
  if (Array.isArray(body)) return '';
  if (!isRecord(body)) return text.trimStart().startsWith('<') ? '' : text;
  const { error, message, error_message: legacy } = body;
  const candidates = [isRecord(error) ? error['message'] : undefined, error, message, legacy];
  const found = candidates.find((candidate) => typeof candidate === 'string' && candidate.trim() !== '');
  return typeof found === 'string' ? found : '';
}

/** Returns a step of a path in a form that may be shown. The API's names are lower case with underscores. */
function fieldName(part: PropertyKey): string {
  return typeof part === 'number' || /^[a-z_]{1,40}$/.test(String(part)) ? String(part) : '?';
}
