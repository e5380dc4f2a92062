import { type Direction, type GuardrailEvent, isVerdict, type Outcome } from '../guard/index.js';
import { findGuardrailError, type Severity } from '../scan/index.js';
import { getGuardrailResults } from './verdicts.js';

/**
 * The facts about a check that a browser may see. It has no scores, positions or ids of the tenant, which would help to
 * probe the check.
 */
export interface GuardrailNotice {
  readonly direction: Direction;
  readonly outcome: Outcome;
  readonly severity: Severity;
  readonly categories: readonly string[];
  /** The id of the scan, for support cases. It is empty if the scan failed. */
  readonly scanId: string;
}

/** The strictest outcome of a step, and a notice for each check that found something. */
export interface GuardrailSummary {
  readonly outcome: Outcome;
  readonly notices: readonly GuardrailNotice[];
}

/** The metadata of a message with a guard's summary: `UIMessage<GuardrailMessageMetadata>`. */
export type GuardrailMessageMetadata = { readonly guardrail?: GuardrailSummary };

/** The data parts of a guard, by name: `UIMessage<GuardrailMessageMetadata, GuardrailDataParts>`. */
export type GuardrailDataParts = { readonly guardrail: GuardrailNotice };

/**
 * Returns `{ guardrail }` for a finished step, and for the error of a refused call. Use it as
 * `toUIMessageStreamResponse({ messageMetadata: guardrailMessageMetadata })`. `useChat` has the result as
 * `message.metadata.guardrail`. With several steps, the last one's stays. `useChat` stops at an error and does not see
 * metadata after it. `withGuardrailMetadata` puts the metadata before the error.
 */
export function guardrailMessageMetadata({
  part,
}: {
  readonly part: { readonly type: string };
}): (GuardrailMessageMetadata & { readonly guardrail: GuardrailSummary }) | undefined {
  if (part.type === 'error' && 'error' in part) return guardrailErrorMetadata(part.error);
  if (part.type !== 'finish-step') return undefined;
  const { outcome, verdicts } = getGuardrailResults(part);
  if (verdicts.length === 0) return undefined;
  const notices = verdicts.filter((verdict) => verdict.outcome !== 'allow').map(noticeOf);
  return { guardrail: { outcome, notices } };
}

/**
 * Returns the reason of a refusal as the metadata of a message, or undefined for any other error. Use it to write the
 * reason to a page before the error is thrown on.
 * @example
 * const reason = guardrailErrorMetadata(error);
 * if (reason) writer.write({ type: 'message-metadata', messageMetadata: reason });
 * throw error;
 */
export function guardrailErrorMetadata(
  error: unknown,
): (GuardrailMessageMetadata & { readonly guardrail: GuardrailSummary }) | undefined {
  const found: unknown = findGuardrailError(error);
  const verdict = {
    direction: fieldOf(found, 'direction'),
    outcome: 'block',
    result: fieldOf(found, 'result'),
  };
  // An error of another copy of the package has the fields of that version.
  return isVerdict(verdict) ? { guardrail: { outcome: 'block', notices: [noticeOf(verdict)] } } : undefined;
}

function fieldOf(source: unknown, name: string): unknown {
  return typeof source === 'object' && source !== null ? Reflect.get(source, name) : undefined;
}

/** The SDK's own message for any error. */
const DEFAULT_MESSAGE = 'An error occurred.';

const BLOCKED: Readonly<Record<string, string>> = {
  prompt: 'This message was blocked by the content policy.',
  response: 'The answer was stopped by the content policy.',
  tool: 'A tool call was blocked by the content policy.',
};

/**
 * Returns a sentence for users if the guard refused something. For all other errors it returns the SDK's own message,
 * because theirs may quote anything. Use it as `toUIMessageStreamResponse({ onError: guardrailErrorMessage })`.
 */
export function guardrailErrorMessage(error: unknown): string {
  const found = findGuardrailError(error);
  const direction = fieldOf(found, 'direction');
  switch (found?.code) {
    case 'ERR_GUARDRAIL_BLOCKED':
      return (typeof direction === 'string' && BLOCKED[direction]) || DEFAULT_MESSAGE;
    case 'ERR_GUARDRAIL_UNAVAILABLE':
      return 'The content could not be checked and was held back. Please try again later.';
    default:
      return DEFAULT_MESSAGE;
  }
}

/** A part for the writer of `createUIMessageStream`. It is not kept in the message. */
export interface GuardrailDataPart {
  readonly type: 'data-guardrail';
  readonly data: GuardrailNotice;
  readonly transient: true;
}

/**
 * Makes a data part with what a browser may see of a decision, at the time of the decision. For an `onEvent` function
 * with a writer: `if (event.type === 'decision') writer.write(guardrailDataPart(event))`.
 */
export function guardrailDataPart(
  decision: Extract<GuardrailEvent, { readonly type: 'decision' }>,
): GuardrailDataPart {
  return { type: 'data-guardrail', data: noticeOf(decision), transient: true };
}

function noticeOf({
  direction,
  outcome,
  result: { severity, categories, scanId },
}: Pick<
  Extract<GuardrailEvent, { readonly type: 'decision' }>,
  'direction' | 'outcome' | 'result'
>): GuardrailNotice {
  return { direction, outcome, severity, categories: [...categories], scanId };
}
