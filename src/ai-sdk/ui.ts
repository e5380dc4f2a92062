import { type Direction, type GuardrailEvent, isVerdict, type Outcome } from '../guard/index.js';
import { findGuardrailError, type Severity } from '../scan/index.js';
import { getGuardrailResults } from './verdicts.js';

/** What a browser may know of a check: no scores, positions or ids of the tenant, which would help to probe it. */
export interface GuardrailNotice {
  readonly direction: Direction;
  readonly outcome: Outcome;
  readonly severity: Severity;
  readonly categories: readonly string[];
  /** To name the case to support; empty where the scan failed. */
  readonly scanId: string;
}

/** The strictest outcome of a step, and a notice for each check that found something. */
export interface GuardrailSummary {
  readonly outcome: Outcome;
  readonly notices: readonly GuardrailNotice[];
}

/** The metadata of a message that a guard had a word on: `UIMessage<GuardrailMessageMetadata>`. */
export type GuardrailMessageMetadata = { readonly guardrail?: GuardrailSummary };

/** The data parts of a guard, by their names: `UIMessage<GuardrailMessageMetadata, GuardrailDataParts>`. */
export type GuardrailDataParts = { readonly guardrail: GuardrailNotice };

/**
 * For `toUIMessageStreamResponse({ messageMetadata: guardrailMessageMetadata })`: `{ guardrail }` once a step has
 * finished, and with the error of a call that was refused. `useChat` has it as `message.metadata.guardrail`; with several
 * steps the last one's stays. `useChat` stops at an error and does not see what comes behind it: `withGuardrailMetadata` puts
 * it in front.
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
 * Says why something was refused, as the metadata of a message; nothing for any other error. For a writer whose page is to
 * know it, before the error is thrown on.
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
  // An error of another copy of the package has the fields of its version.
  return isVerdict(verdict) ? { guardrail: { outcome: 'block', notices: [noticeOf(verdict)] } } : undefined;
}

function fieldOf(source: unknown, name: string): unknown {
  return typeof source === 'object' && source !== null ? Reflect.get(source, name) : undefined;
}

/** What the SDK itself says of any error. */
const DEFAULT_MESSAGE = 'An error occurred.';

const BLOCKED: Readonly<Record<string, string>> = {
  prompt: 'This message was blocked by the content policy.',
  response: 'The answer was stopped by the content policy.',
  tool: 'A tool call was blocked by the content policy.',
};

/**
 * For `toUIMessageStreamResponse({ onError: guardrailErrorMessage })`: a sentence for users where the guard refused
 * something, the SDK's own words for all other errors, whose messages may quote anything.
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
 * What a browser may know of a decision as it is made, for an `onEvent` that has a writer:
 * `if (event.type === 'decision') writer.write(guardrailDataPart(event))`.
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
