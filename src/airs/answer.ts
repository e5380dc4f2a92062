import type { z } from 'zod';
import { isRecord, printable } from '../scan/index.js';
import { bareText, decodedIn, piecesOf } from './echo.js';
import { AirsError } from './errors.js';
import { isRetryableStatus, readRetryAfter } from './retry.js';
import type { Answer } from './transport.js';

const MAX_MESSAGE_CHARACTERS = 200;

/** What the service says of its own accord. These words stand, also where the content happens to hold some of them. */
const DOCUMENTED: ReadonlySet<string> = new Set([
  'request data is invalid or malformed',
  'no default ai profile available',
  'unsupported ecosystem',
  'invalid scan id',
  'not authenticated',
  'invalid api key',
  'invalid api key or oauth token',
  'resource is not found',
  'the method is not allowed',
  'the request body is too large',
  'the media type is not supported',
  'request exceeds limit',
  'service temporarily unavailable',
  'service unavailable',
  'internal server error',
  'bad gateway',
  'gateway timeout',
  'gateway time-out',
]);

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
  if (Array.isArray(body)) return '';
  if (!isRecord(body)) return text.trimStart().startsWith('<') ? '' : text;
  const { error, message, error_message: legacy } = body;
  const candidates = [isRecord(error) ? error['message'] : undefined, error, message, legacy];
  const found = candidates.find((candidate) => typeof candidate === 'string' && candidate.trim() !== '');
  return typeof found === 'string' ? found : '';
}

/**
 * One line of at most 200 characters. A service that echoes what it was sent must not turn an error into a leak, so
 * a message that is not one of the documented ones and shares a word with the content or a credential is dropped.
 */
export function cleanMessage(message: string, secrets: readonly string[]): string {
  const spaced = message.slice(0, 4 * MAX_MESSAGE_CHARACTERS).replace(/[\p{Cc}\s]{1,64}/gu, ' ');
  const line = printable(spaced, MAX_MESSAGE_CHARACTERS);
  return !DOCUMENTED.has(line.toLowerCase()) && quotes(line, secrets) ? '' : line;
}

const WORDS = /[\p{L}\p{N}]{4,}/gu;
const WITHOUT_SPACES = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]{2,}/gu;

/** Words long enough to mean something; in scripts without spaces, every two characters. */
function wordsOf(text: string): string[] {
  const runs = text.match(WITHOUT_SPACES) ?? [];
  const pairs = runs.flatMap((run) =>
    Array.from({ length: run.length - 1 }, (_, at) => run.slice(at, at + 2)),
  );
  return [...(text.toLowerCase().match(WORDS) ?? []), ...pairs];
}

function quotes(line: string, secrets: readonly string[]): boolean {
  const readings = [line, withoutEscapes(line), ...decodedIn(line)];
  const lines = readings.map(bareText);
  const pieces = new Set(lines.flatMap(piecesOf));
  const words = readings.flatMap(wordsOf);
  return secrets.some((secret) => {
    const lower = secret.toLowerCase();
    if (words.some((word) => lower.includes(word))) return true;
    if (secret.length >= 4 && line.includes(secret)) return true;
    const letters = bareText(secret);
    if (letters.length >= 4 && lines.some((candidate) => candidate.includes(letters))) return true;
    return [...pieces].some((piece) => letters.includes(piece));
  });
}

/** Takes the escapes of JSON, URLs and HTML out of an echo, so that they are not read as letters. */
function withoutEscapes(line: string): string {
  return line.replace(/\\u([0-9a-f]{4})|\\.|%[0-9a-f]{2}|&#?[0-9a-z]{2,8};/gi, (_, hex?: string) =>
    hex === undefined ? ' ' : String.fromCharCode(Number.parseInt(hex, 16)),
  );
}
