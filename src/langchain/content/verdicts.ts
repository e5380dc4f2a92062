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

/** The verdicts on messages that the model made and that get no metadata. */
const written = new WeakMap<object, readonly GuardrailVerdict[]>();

/** Remembers the decisions about a message. */
export function rememberVerdicts(message: unknown, decisions: readonly Decision[]): void {
  if (isObject(message) && decisions.length > 0) written.set(message, decisions.map(travelling));
}

/** Returns the metadata of a message about a refusal: plain JSON, which is stored and sent with the message. */
export function verdictMetadata(decision: Decision): { outcome: Outcome; verdicts: GuardrailVerdict[] } {
  return { outcome: decision.outcome, verdicts: [travelling(decision)] };
}

/**
 * Reads the verdicts of the guard's checks on an answer: from a message of a guarded model or agent, from a list of
 * messages, or from the state of an agent. The verdict of a refusal is in the metadata of the message in its place, and
 * travels with it. Verdicts on other answers of `invoke` are known only for the returned message object, not for copies
 * of it, and not for streamed answers. An agent judges its thread before it asks the model, so its messages do not
 * include verdicts on prompts that have passed. The result is empty if nothing is known.
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

/** Returns the verdict of a decision as a copy that may be kept and sent. */
const travelling = (decision: Decision): GuardrailVerdict => travellingVerdict(verdictOf(decision));
