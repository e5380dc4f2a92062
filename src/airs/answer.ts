import type { z } from 'zod';
import { AirsError } from './errors.js';
import { isRetryableStatus, readRetryAfter } from './retry.js';
import type { Answer } from './transport.js';

const MAX_MESSAGE_CHARACTERS = 200;

/** Pieces of a secret text that an error message may not quote: this many characters, fewer where digits are among them. */
const ECHO_CHARACTERS = 16;
const ECHO_CHARACTERS_WITH_DIGIT = 6;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/**
 * The parsed body of an answer.
 * @param secrets texts (content, credentials) that no error message may quote
 * @throws AirsError of kind `http` for an error status, `response` for a body that is not the API's
 */
export function readAnswer<Schema extends z.ZodType>(
  answer: Answer,
  schema: Schema,
  secrets: readonly string[],
  now: number,
): z.output<Schema> {
  const body = parse(answer.text);
  if (answer.status < 200 || answer.status >= 300) {
    const message = cleanMessage(findMessage(body, answer.text), secrets);
    throw new AirsError('http', `API error ${answer.status}${message === '' ? '' : `: ${message}`}`, {
      statusCode: answer.status,
      retryAfterMs: readRetryAfter(body, answer.retryAfter, now),
      retryable: isRetryableStatus(answer.status),
    });
  }
  if (body === undefined) throw new AirsError('response', 'The answer is not valid JSON');
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  // Field names and expected types only: the values may quote content.
  const issue = result.error.issues[0];
  const place = issue?.path.join('.') || 'body';
  throw new AirsError('response', `The answer does not match the API at ${cleanMessage(place, secrets)}`);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The service's own words, from any of the shapes it uses for errors. */
function findMessage(body: unknown, text: string): string {
  if (!isRecord(body)) return text.trimStart().startsWith('<') ? '' : text;
  const { error, message, error_message: legacy } = body;
  const candidates = [isRecord(error) ? error['message'] : undefined, error, message, legacy];
  const found = candidates.find((candidate) => typeof candidate === 'string');
  return typeof found === 'string' ? found : '';
}

/**
 * One line of at most 200 characters. A service that echoes what it was sent must not turn an error into a leak, so
 * a message that quotes the content or a credential is dropped.
 */
export function cleanMessage(message: string, secrets: readonly string[]): string {
  const line = message
    .slice(0, 4 * MAX_MESSAGE_CHARACTERS)
    .replace(/[\p{Cc}\s]{1,64}/gu, ' ')
    .trim()
    .slice(0, MAX_MESSAGE_CHARACTERS);
  return quotes(line, secrets) ? '' : line;
}

function quotes(line: string, secrets: readonly string[]): boolean {
  const pieces: string[] = [];
  for (let start = 0; start < line.length; start++) {
    const short = line.slice(start, start + ECHO_CHARACTERS_WITH_DIGIT);
    if (short.length === ECHO_CHARACTERS_WITH_DIGIT && /\d/.test(short)) pieces.push(short);
    const long = line.slice(start, start + ECHO_CHARACTERS);
    if (long.length === ECHO_CHARACTERS) pieces.push(long);
  }
  return secrets.some(
    (secret) =>
      pieces.some((piece) => secret.includes(piece)) || (secret.length >= 4 && line.includes(secret)),
  );
}
