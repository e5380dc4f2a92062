import {
  type Decision,
  type GuardrailResults,
  type GuardrailVerdict,
  isVerdict,
  type Outcome,
  resultsOf,
  travellingVerdict,
  verdictOf,
} from '../../guard/index.js';
import { field, isObject, list } from '../fields.js';

/** The verdicts on messages that are as the model made them, which get no metadata. */
const written = new WeakMap<object, readonly GuardrailVerdict[]>();

/** Remembers what was said of a message. */
export function rememberVerdicts(message: unknown, decisions: readonly Decision[]): void {
  if (isObject(message) && decisions.length > 0) written.set(message, decisions.map(travelling));
}

/** Returns what the metadata of a message says of a refusal: plain JSON, which is stored and sent with it. */
export function verdictMetadata(decision: Decision): { outcome: Outcome; verdicts: GuardrailVerdict[] } {
  return { outcome: decision.outcome, verdicts: [travelling(decision)] };
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
  return resultsOf(list(messages).flatMap(verdictsOn));
}

function verdictsOn(message: unknown): readonly GuardrailVerdict[] {
  if (!isObject(message)) return [];
  const metadata = field(field(message, 'response_metadata'), 'guardrail');
  const told = list(field(metadata, 'verdicts')).filter(isVerdict);
  return told.length > 0 ? told : (written.get(message) ?? []);
}

/** What a decision says, as a copy that may be kept and sent. */
const travelling = (decision: Decision): GuardrailVerdict => travellingVerdict(verdictOf(decision));
