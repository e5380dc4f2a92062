import {
  type BlockReason,
  type Decision,
  type Direction,
  OUTCOMES,
  type Outcome,
} from '../../guard/index.js';
import { RESULT_FIELDS, type ScanResult } from '../../scan/index.js';
import { field, isDraft, isObject, list } from '../fields.js';

/** What one check of a call said. Holds ids, flags and positions, never content. */
export interface GuardrailVerdict {
  readonly direction: Direction;
  readonly outcome: Outcome;
  /** Why, when blocked. */
  readonly reason?: BlockReason;
  /** How many places were replaced. */
  readonly redactions: number;
  readonly result: ScanResult;
}

/** What the checks of a call said, as `getGuardrailResults` reads it. */
export interface GuardrailResults {
  /** The strictest outcome; `allow` where nothing is known. */
  readonly outcome: Outcome;
  /** In the order of messages, prompts before answers. */
  readonly verdicts: readonly GuardrailVerdict[];
}

/** The verdicts on messages that are as the model made them, which get no metadata. */
const written = new WeakMap<object, readonly GuardrailVerdict[]>();

/** Remembers what was said of a message. */
export function rememberVerdicts(message: unknown, decisions: readonly Decision[]): void {
  if (isObject(message) && decisions.length > 0) written.set(message, decisions.map(verdictOf));
}

/** Returns what the metadata of a message says of a refusal: plain JSON, which is stored and sent with it. */
export function verdictMetadata(decision: Decision): { outcome: Outcome; verdicts: GuardrailVerdict[] } {
  return { outcome: decision.outcome, verdicts: [verdictOf(decision)] };
}

/**
 * Reads what the guard's checks said about an answer: from a message that a guarded model or agent gave, a list of messages, or
 * the state of an agent. What was refused stands in the metadata of the message in its place, and travels with it. What was
 * said of other answers of `invoke` is known of the very message that was returned, and neither of its copies nor of what was
 * streamed. An agent judges its thread before it asks the model, so that prompts that have passed are not among them there.
 * Empty where nothing is known.
 * @example
 * const answer = await guarded.invoke('Hello');
 * const { outcome, verdicts } = getGuardrailResults(answer);
 */
export function getGuardrailResults(source: unknown): GuardrailResults {
  const messages = Array.isArray(source) ? source : (field(source, 'messages') ?? [source]);
  const verdicts = list(messages).flatMap(verdictsOn);
  const rank = verdicts.reduce((strictest, { outcome }) => Math.max(strictest, OUTCOMES.indexOf(outcome)), 0);
  return { outcome: OUTCOMES[rank] ?? 'block', verdicts };
}

function verdictsOn(message: unknown): readonly GuardrailVerdict[] {
  if (!isObject(message)) return [];
  const metadata = field(field(message, 'response_metadata'), 'guardrail');
  const told = list(field(metadata, 'verdicts')).filter(isVerdict);
  return told.length > 0 ? told : (written.get(message) ?? []);
}

/** Returns what a decision says, without the text. Its result is a copy, so that nobody reaches that of a cache through it. */
function verdictOf({ direction, outcome, reason, redactions, result }: Decision): GuardrailVerdict {
  const known = Object.fromEntries(RESULT_FIELDS.map((name) => [name, result[name]]));
  const own: ScanResult = JSON.parse(JSON.stringify(known));
  return {
    direction,
    outcome,
    ...(reason !== undefined && { reason }),
    redactions: redactions.length,
    result: own,
  };
}

const DIRECTIONS: readonly unknown[] = ['prompt', 'response', 'tool'];

/** Whether a value reads as a verdict. Metadata may have come from anywhere. */
function isVerdict(value: unknown): value is GuardrailVerdict {
  const result = field(value, 'result');
  return (
    DIRECTIONS.includes(field(value, 'direction')) &&
    OUTCOMES.some((outcome) => outcome === field(value, 'outcome')) &&
    isDraft(result) &&
    typeof result['action'] === 'string' &&
    Array.isArray(result['categories'])
  );
}
